/**
 * The roles and bindings that every cluster has, as text: a hundred and thirty objects, which only a server that
 * decides by roles ever reads.
 */
import { type Code, code, json } from './code.ts';
import { InvalidDefinitionError, shown } from './invalid-definition.ts';
import { printHeader } from './print.ts';

interface Labels {
  readonly [label: string]: string;
}

interface RecordedRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

interface RecordedSubject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** A ClusterRole, ClusterRoleBinding, Role or RoleBinding, without what differs from server to server. */
export interface PolicyObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
  };
  readonly rules?: readonly RecordedRule[] | null;
  readonly aggregationRule?: { readonly clusterRoleSelectors: readonly { readonly matchLabels: Labels }[] };
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly RecordedSubject[];
}

/** By kind, namespace and name, as `RoleBinding kube-public/system:controller:bootstrap-signer`. */
export type RecordedPolicy = Readonly<Record<string, PolicyObject>>;

/**
 * The first line, `each`, has the labels and annotations that all have. Then comes an object a paragraph. Its first line
 * has kind, namespace, name, and its other labels and annotations; behind it are the lines of a role (`gather`: the
 * labels of roles whose rules it has; `allow`: verbs, groups, resources and names; `path`: verbs and paths) or of a
 * binding (`role`: kind and name; `to`: kind, namespace and name).
 *
 * @throws InvalidDefinitionError for a text that would be taken for more than one.
 * @example write('policy.ts', printPolicy(policy, header));
 */
export function printPolicy(policy: RecordedPolicy, header: readonly string[]): string {
  const objects = Object.values(policy).toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const common = (field: 'labels' | 'annotations'): string[] =>
    objects
      .map(({ metadata }) => pairs(metadata[field]))
      .reduce((all, some) => all.filter((one) => some.includes(one)));
  const each: Common = { labels: common('labels'), annotations: common('annotations') };
  const printed = [
    line('each', each.labels, each.annotations),
    ...objects.flatMap((one) => linesOf(one, each)),
  ];
  const lines = printed.map((one): Code => code`  ${json(one)},\n`);
  return code`${printHeader(header)}
/** What \`recorded-policy.ts\` of the package codegen says of its notation. */
export const recordedPolicy: readonly string[] = [
${lines}];
`.text;
}

// Roles before the bindings of them.
const kinds = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];

function orderOf({ kind, metadata: { namespace = '', name } }: PolicyObject): string {
  return `${kinds.indexOf(kind)} ${namespace}/${name}`;
}

interface Common {
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
}

function linesOf(object: PolicyObject, each: Common): string[] {
  const { kind, metadata, rules, aggregationRule, roleRef, subjects } = object;
  if (!kinds.includes(kind))
    throw new InvalidDefinitionError(`${shown(kind)} is no kind of a role or a binding`);
  const { namespace = '', name } = metadata;
  const own = (field: 'labels' | 'annotations'): string[] =>
    pairs(metadata[field]).filter((pair) => !each[field].includes(pair));
  return [
    line(kind, [namespace], [name], own('labels'), own('annotations')),
    ...(aggregationRule?.clusterRoleSelectors ?? []).map(({ matchLabels }) =>
      line('gather', pairs(matchLabels)),
    ),
    ...(rules ?? []).map(({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs }) =>
      nonResourceURLs
        ? line('path', verbs, nonResourceURLs)
        : line('allow', verbs, apiGroups, resources, resourceNames),
    ),
    ...(roleRef ? [line('role', [roleRef.kind], [roleRef.name])] : []),
    ...(subjects ?? []).map((subject) =>
      line('to', [subject.kind], [subject.namespace ?? ''], [subject.name]),
    ),
  ];
}

function pairs(labels: Labels = {}): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}

function line(word: string, ...columns: readonly (readonly string[])[]): string {
  const ambiguous = columns.flat().find((text) => /[|,\s]/.test(text));
  if (ambiguous !== undefined)
    throw new InvalidDefinitionError(`${shown(ambiguous)} cannot be told from several texts`);
  return [word, ...columns.map((column) => column.join(','))].join('|');
}
