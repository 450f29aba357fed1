import { type JsonObject, jsonEquals, objectAt } from '../../json/json.ts';
import { count, selector } from '../cell.ts';
import type { Kind } from '../kind.ts';
import { containerCells, rollingUpdate, workloadDefaults } from './workload.ts';

// An annotation in place of a field that is gone; the server counts in it.
const templateGeneration = 'deprecated.daemonset.template.generation';

function annotationsOf(object: JsonObject): JsonObject {
  return objectAt(objectAt(object, 'metadata'), 'annotations');
}

function withAnnotations(object: JsonObject, annotations: JsonObject): JsonObject {
  return { ...object, metadata: { ...objectAt(object, 'metadata'), annotations } };
}

function withTemplateGeneration(object: JsonObject, generation: number): JsonObject {
  return withAnnotations(object, { ...annotationsOf(object), [templateGeneration]: String(generation) });
}

const templateOf = (object: JsonObject): JsonObject => objectAt(objectAt(object, 'spec'), 'template');

export const daemonSet: Kind = {
  group: 'apps',
  kind: 'DaemonSet',
  generation: true,
  defaults: {
    ...workloadDefaults({
      values: { selector: null, updateStrategy: {}, revisionHistoryLimit: 10 },
      fields: { updateStrategy: rollingUpdate({ maxUnavailable: 1, maxSurge: 0 }) },
    }),
    also: (object) => withAnnotations(object, { [templateGeneration]: '0', ...annotationsOf(object) }),
  },
  prepareForCreate: ({ object }) => withTemplateGeneration(object, 1),
  prepareForUpdate({ object, old }) {
    const generation = Number(annotationsOf(old)[templateGeneration] ?? 1);
    const changed = !jsonEquals(templateOf(object), templateOf(old));
    return withTemplateGeneration(object, changed ? generation + 1 : generation);
  },
  cells: {
    Desired: count('status.desiredNumberScheduled'),
    Current: count('status.currentNumberScheduled'),
    Ready: count('status.numberReady'),
    'Up-to-date': count('status.updatedNumberScheduled'),
    Available: count('status.numberAvailable'),
    ...containerCells,
    Selector: selector,
  },
};
