// The roles and bindings that every cluster has, as objects. Read where somebody decides by roles, and then once.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings

import type { JsonObject } from '../../json/json.ts';
import { rbacGroup } from '../../kinds/rbac-validation.ts';
import { recordedPolicy } from './recorded-policy.ts';

export interface DefaultObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly object: JsonObject;
}

let decoded: readonly DefaultObject[] | undefined;

/** Cluster-wide roles first, then the bindings of them, then those of namespaces. */
export function defaultPolicy(): readonly DefaultObject[] {
  decoded ??= decode(recordedPolicy);
  return decoded;
}

function decode([each = '', ...lines]: readonly string[]): DefaultObject[] {
  const [, labels = '', annotations = ''] = each.split('|');
  const objects: DefaultObject[] = [];
  let parts: string[][] = [];
  for (const columns of lines.map((line) => line.split('|')).toReversed()) {
    const [kind = '', namespace = '', name = '', ownLabels = '', ownAnnotations = ''] = columns;
    if (/^[a-z]/.test(kind)) parts.push(columns);
    else {
      const metadata = {
        name,
        ...(namespace !== '' && { namespace }),
        labels: pairsIn(labels, ownLabels),
        annotations: pairsIn(annotations, ownAnnotations),
      };
      const object = { metadata, ...bodyOf(kind, parts.toReversed()) };
      objects.push({ kind, namespace, name, object });
      parts = [];
    }
  }
  return objects.toReversed();
}

function bodyOf(kind: string, parts: readonly (readonly string[])[]): JsonObject {
  const of = (...words: readonly string[]): (readonly string[])[] =>
    parts.filter(([word = '']) => words.includes(word));
  if (kind === 'ClusterRole' || kind === 'Role') {
    const rules = of('allow', 'path').map(ruleOf);
    const selectors = of('gather').map(([, labels = '']) => ({ matchLabels: pairsIn(labels) }));
    const gathers = selectors.length > 0 && { aggregationRule: { clusterRoleSelectors: selectors } };
    return { rules: rules.length > 0 ? rules : null, ...gathers };
  }
  const [[, role = '', name = ''] = []] = of('role');
  const subjects = of('to').map(subjectOf);
  return {
    ...(subjects.length > 0 && { subjects }),
    roleRef: { apiGroup: rbacGroup, kind: role, name },
  };
}

function ruleOf([word, ...columns]: readonly string[]): JsonObject {
  const [verbs = [], second = [], resources = [], resourceNames = []] = columns.map((column) =>
    column.split(','),
  );
  if (word === 'path') return { verbs, nonResourceURLs: second };
  const isNamed = resourceNames.some((name) => name !== '');
  return { verbs, apiGroups: second, resources, ...(isNamed && { resourceNames }) };
}

function subjectOf([, kind = '', namespace = '', name = '']: readonly string[]): JsonObject {
  return kind === 'ServiceAccount' ? { kind, name, namespace } : { kind, apiGroup: rbacGroup, name };
}

function pairsIn(...columns: readonly string[]): JsonObject {
  const pairs = columns.flatMap((column) => (column === '' ? [] : column.split(',')));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}
