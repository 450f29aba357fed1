/**
 * How the fields of the built-in types are merged, by a strategic merge patch and by a server-side apply: merge keys,
 * strategies, list types and map types of the OpenAPI schemas. Apart from the types and tokens, so that only those
 * load it who merge. Start at a kind and follow {@link FieldRule.type}.
 *
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 * https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
import { type FieldSchema, schemas } from './schemas.ts';

export interface TypeRules {
  /** Whether apply takes an object of this type only as a whole. */
  readonly atomic: boolean;
  /** Fields with a rule, and those that lead on to another type; the others are merged in the default way. */
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

/** The rules of a type, as `apps/v1/Deployment` or `core/v1/PodSpec`; undefined for a stranger. */
export function mergeRules(type: string): TypeRules | undefined {
  const known = read.get(type);
  if (known !== undefined) return known;
  const schema = schemas(type);
  if (schema === undefined) return undefined;
  const fields = [...schema.fields.values()].flatMap((field): [string, FieldRule][] => {
    const rule = ruleOf(field);
    return rule === undefined ? [] : [[field.name, rule]];
  });
  // What holds any JSON has one owner.
  const rules = { atomic: schema.atomic || schema.opaque !== undefined, fields: new Map(fields) };
  read.set(type, rules);
  return rules;
}

/** The rules of a kind by its apiVersion: `apps/v1`, `v1`. */
export function mergeRulesOfKind(apiVersion: string, kind: string): TypeRules | undefined {
  return mergeRules(`${apiVersion.includes('/') ? '' : 'core/'}${apiVersion}/${kind}`);
}

const read = new Map<string, TypeRules>();

// A map of quantities is not one owner's as a whole, whatever its values are.
function withFields(type: string | undefined): string | undefined {
  return type !== undefined && schemas(type)?.opaque === undefined ? type : undefined;
}

function ruleOf(field: FieldSchema): FieldRule | undefined {
  const { patchStrategy, patchMergeKey, listType = 'atomic', listMapKeys = [], mapType = 'granular' } = field;
  const type = field.items === undefined ? field.type : withFields(field.items.type);
  const strategies = patchStrategy?.split(',') ?? [];
  const says = strategies.length > 0 || listType !== 'atomic' || mapType !== 'granular';
  if (type === undefined && !says) return undefined;
  return {
    ...(type !== undefined && { type }),
    merge: strategies.includes('merge'),
    ...(patchMergeKey !== undefined && { patchMergeKey }),
    retainKeys: strategies.includes('retainKeys'),
    listType,
    listMapKeys,
    mapType,
  };
}
