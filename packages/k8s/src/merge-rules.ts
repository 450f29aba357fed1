/**
 * How the fields of the built-in types are merged, by a strategic merge patch and by a server-side apply: merge keys,
 * strategies, list types and map types of the OpenAPI schemas. Apart from the types and tokens, so that only those
 * load it who merge. Start at a kind and follow {@link FieldRule.type}.
 *
 * The table has a short text for each type, its fields separated by blanks, read on first use:
 * `ports+containerPort{containerPort,protocol}>ContainerPort` is the field `ports`, patched by merging on
 * containerPort, applied as a map keyed by containerPort and protocol, of items whose rules are at ContainerPort (of
 * the same group and version, where it names none). `~` is retainKeys, `{}` a set, `!` behind a field an atomic map,
 * `!` alone an atomic type.
 *
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 * https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
import { table } from './merge-rules-table.ts';

export interface TypeRules {
  /** Whether apply takes an object of this type only as a whole. */
  readonly atomic: boolean;
  /** Fields with a rule; the others are merged in the default way and lead to nothing that has one. */
  readonly fields: ReadonlyMap<string, FieldRule>;
}

export interface FieldRule {
  /** Whose rules the value follows, or each item of a list, or each value of a map: `core/v1/Container`. */
  readonly type?: string;
  /** Patch: lists (of primitives, or of objects by `patchMergeKey`) are merged, not replaced. */
  readonly merge: boolean;
  readonly patchMergeKey?: string;
  /** Patch: fields that the patch does not mention are cleared. */
  readonly retainKeys: boolean;
  /** Apply: how a list is owned. */
  readonly listType: 'atomic' | 'set' | 'map';
  readonly listMapKeys: readonly string[];
  /** Apply: how a map is owned. */
  readonly mapType: 'granular' | 'atomic';
}

/** The rules of a type, as `apps/v1/Deployment` or `core/v1/PodSpec`; undefined where everything is the default. */
export function mergeRules(type: string): TypeRules | undefined {
  const text = Object.hasOwn(table, type) ? table[type] : undefined;
  if (text === undefined) return undefined;
  const known = read.get(type);
  if (known !== undefined) return known;
  const module = type.slice(0, type.lastIndexOf('/'));
  const parts = text.split(' ').filter((part) => part !== '');
  const fields = parts.filter((part) => part !== '!').map((part) => readField(part, module));
  const rules = { atomic: parts[0] === '!', fields: new Map(fields) };
  read.set(type, rules);
  return rules;
}

/** The rules of a kind by its apiVersion: `apps/v1`, `v1`. */
export function mergeRulesOfKind(apiVersion: string, kind: string): TypeRules | undefined {
  return mergeRules(`${apiVersion.includes('/') ? '' : 'core/'}${apiVersion}/${kind}`);
}

const read = new Map<string, TypeRules>();

const notation = /^([^+~{!>]+)(?:(\+)([^~{!>]*))?(~)?(?:\{([^}]*)\})?(!)?(?:>(.+))?$/;

function readField(part: string, module: string): [string, FieldRule] {
  const match = notation.exec(part);
  if (match === null) throw new Error(`not a merge rule: ${part}`);
  const [, field = '', merge, patchMergeKey, retainKeys, keys, atomic, type] = match;
  return [
    field,
    {
      ...(type !== undefined && { type: type.includes('/') ? type : `${module}/${type}` }),
      merge: merge !== undefined,
      ...(patchMergeKey && { patchMergeKey }),
      retainKeys: retainKeys !== undefined,
      listType: keys === undefined ? 'atomic' : keys === '' ? 'set' : 'map',
      listMapKeys: keys ? keys.split(',') : [],
      mapType: atomic === undefined ? 'granular' : 'atomic',
    },
  ];
}
