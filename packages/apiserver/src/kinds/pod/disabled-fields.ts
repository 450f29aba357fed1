// Fields of pods whose features are off by default: dropped, unless the object had one of its kind before.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/pod/util.go (dropDisabledFields)

import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  valueAt,
  withKey,
  without,
} from '../../json/json.ts';
import type { KindAdmission } from '../kind.ts';

type Change = (part: JsonObject) => JsonObject;

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'];

/** `old`: the spec before an update. */
export function withoutDisabledFields(spec: JsonObject, old: JsonObject | undefined): JsonObject {
  let kept = valueAt(old, 'schedulingGroup') ? spec : without(spec, 'schedulingGroup');
  if (!hasStopSignal(old)) for (const list of containerLists) kept = inItems(kept, list, withoutStopSignal);
  const gone = ['clusterTrustBundle', 'podCertificate'].filter((key) => !hasSource(old, key));
  if (gone.some((key) => hasSource(spec, key)))
    kept = inItems(kept, 'volumes', (volume) => {
      const projected = valueAt(volume, 'projected');
      if (!isJsonObject(projected)) return volume;
      return { ...volume, projected: inItems(projected, 'sources', (source) => without(source, ...gone)) };
    });
  return kept;
}

/** The same of the template of pods at `path`, as `spec.template`; for {@link Kind.prepare}. */
export function withoutDisabledIn(path: string): (write: KindAdmission) => JsonObject {
  const keys = [...path.split('.'), 'spec'];
  return ({ object, old }) =>
    inside(object, keys, (spec) => withoutDisabledFields(spec, old && objectAt(old, ...keys)));
}

function inside(object: JsonObject, [key, ...rest]: readonly string[], change: Change): JsonObject {
  if (key === undefined) return change(object);
  const value = valueAt(object, key);
  if (!isJsonObject(value)) return object;
  const next = inside(value, rest, change);
  return next === value ? object : { ...object, [key]: next };
}

function inItems(object: JsonObject, key: string, change: Change): JsonObject {
  const list = valueAt(object, key);
  if (!isJsonArray(list)) return object;
  const next = list.map((item): Json => (isJsonObject(item) ? change(item) : item));
  return next.every((item, at) => item === list[at]) ? object : { ...object, [key]: next };
}

function hasStopSignal(spec: JsonObject | undefined): boolean {
  return containerLists.some((key) =>
    objectsAt(spec, key).some(
      (container) => (valueAt(container, 'lifecycle', 'stopSignal') ?? null) !== null,
    ),
  );
}

function withoutStopSignal(container: JsonObject): JsonObject {
  const lifecycle = objectAt(container, 'lifecycle');
  if (!Object.hasOwn(lifecycle, 'stopSignal')) return container;
  const kept = without(lifecycle, 'stopSignal');
  return withKey(container, 'lifecycle', Object.keys(kept).length === 0 ? undefined : kept);
}

function hasSource(spec: JsonObject | undefined, key: string): boolean {
  return objectsAt(spec, 'volumes').some((volume) =>
    objectsAt(volume, 'projected', 'sources').some((source) => (source[key] ?? null) !== null),
  );
}
