// What a container gets that does not say what it needs, and the annotation that tells so.

import { type JsonObject, objectAt, objectsAt, textAt } from '../../json/json.ts';
import type { Bound } from '../pod-amounts.ts';
import type { LimitItem } from './limit-item.ts';

type Defaults = Readonly<Record<Bound, JsonObject>>;

const annotation = 'kubernetes.io/limit-ranger';

/** The same pod where nothing is missing. */
export function withContainerDefaults(pod: JsonObject, items: readonly LimitItem[]): JsonObject {
  const defaults = defaultsOf(items);
  const told: string[] = [];
  let spec = objectAt(pod, 'spec');
  for (const [key, words] of lists) {
    const containers = objectsAt(spec, key);
    if (containers.length === 0) continue;
    const completed = containers.map((one) => completedContainer(one, defaults, { words, told }));
    spec = { ...spec, [key]: completed };
  }
  if (told.length === 0) return pod;
  const metadata = objectAt(pod, 'metadata');
  const text = `LimitRanger plugin set: ${told.join('; ')}`;
  const annotations = { ...objectAt(metadata, 'annotations'), [annotation]: text };
  return { ...pod, metadata: { ...metadata, annotations }, spec };
}

const lists = [
  ['containers', 'container'],
  ['initContainers', 'init container'],
] as const;

// The last item of several.
function defaultsOf(items: readonly LimitItem[]): Defaults {
  let [requests, limits]: JsonObject[] = [{}, {}];
  for (const item of items) {
    if (item.type !== 'Container') continue;
    requests = { ...requests, ...item.defaultRequest };
    limits = { ...limits, ...item.default };
  }
  return { requests: requests ?? {}, limits: limits ?? {} };
}

function completedContainer(
  container: JsonObject,
  defaults: Defaults,
  { words, told }: { readonly words: string; readonly told: string[] },
): JsonObject {
  const bounds = (['requests', 'limits'] as const).flatMap((bound) => {
    const given = objectAt(container, 'resources', bound);
    const names = Object.keys(defaults[bound]).filter((name) => !Object.hasOwn(given, name));
    if (names.length === 0) return [];
    const what = bound === 'requests' ? 'request' : 'limit';
    told.push(`${names.toSorted().join(', ')} ${what} for ${words} ${textAt(container, 'name')}`);
    return [[bound, { ...defaults[bound], ...given }] as const];
  });
  if (bounds.length === 0) return container;
  return { ...container, resources: { ...objectAt(container, 'resources'), ...Object.fromEntries(bounds) } };
}
