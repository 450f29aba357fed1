// Valid objects of every kind, from those that the script has.

import { isJsonObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import { collectionOf, patched, type RefusalGroup } from '../refusals.ts';
import { refusedGroups } from '../refused/groups.ts';
import { samples } from '../samples/samples.ts';
import type { Group } from '../session.ts';
import { moreBases } from './more-bases.ts';

export interface Base {
  /** Of the collection; NAMESPACE stands for the namespace of a round. */
  readonly path: string;
  readonly object: JsonObject & { readonly apiVersion: string; readonly kind: string };
}

export function basesOf(): readonly Base[] {
  const refused = Object.values(refusedGroups).flatMap((group) =>
    isAboutRefusals(group) ? refusalBases(group) : [],
  );
  const sampled = samples.flatMap(({ path, object, status = [] }) => [
    base(path, object),
    ...status.slice(-1).map((last) => base(path, { ...object, status: last })),
  ]);
  const all = [...refused, ...sampled, ...moreBases.map(({ path, object }) => base(path, object))];
  return all.filter(({ path, object }) => !isUnchecked(path) && object['aggregationRule'] === undefined);
}

/** What devices are asked for with is not validated: docs/guide/apiserver.md says so. */
function isUnchecked(path: string): boolean {
  return path.startsWith('/apis/resource.k8s.io/');
}

function isAboutRefusals(group: Group): group is RefusalGroup {
  return 'refusals' in group;
}

function refusalBases({ refusals }: RefusalGroup): Base[] {
  // They name objects that are not there.
  if (refusals.before) return [];
  const path = collectionOf(refusals, 'NAMESPACE');
  const taken = Object.values(refusals.taken ?? {}).map((patch) => patched(refusals.valid, patch) as object);
  return [refusals.valid, ...taken].map((object) => base(path, object));
}

function base(path: string, object: object): Base {
  const json = JSON.parse(JSON.stringify(object)) as Json;
  if (!isJsonObject(json)) throw new Error(`no object: ${JSON.stringify(object)}`);
  const { apiVersion, kind } = json;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string')
    throw new Error(`no type: ${JSON.stringify(object)}`);
  return { path, object: { ...json, apiVersion, kind } };
}
