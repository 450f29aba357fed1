import { type JsonObject, jsonEquals, objectAt, valueAt } from '../../json/json.ts';
import { count, labels, selector } from '../cell.ts';
import { always, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { containerCells } from '../pod/pod-template.ts';
import { rollingUpdate, templateOf, workloadDefaults } from './workload.ts';

// An annotation in place of a field that is gone; the server counts in it.
const templateGeneration = 'deprecated.daemonset.template.generation';

function withTemplateGeneration(object: JsonObject, generation: number): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const annotations = { ...objectAt(metadata, 'annotations'), [templateGeneration]: String(generation) };
  return { ...object, metadata: { ...metadata, annotations } };
}

export const daemonSet: Kind = {
  group: 'apps',
  kind: 'DaemonSet',
  generation: true,
  defaults: {
    ...workloadDefaults({
      selector: null,
      updateStrategy: rollingUpdate({ maxUnavailable: 1, maxSurge: 0 }),
      revisionHistoryLimit: 10,
    }),
    metadata: within({ annotations: always({ [templateGeneration]: '0' }) }),
  },
  prepareForCreate: ({ object }) => withTemplateGeneration(object, 1),
  prepareForUpdate({ object, old }) {
    const generation = Number(valueAt(old, 'metadata', 'annotations', templateGeneration) ?? 1);
    const changed = !jsonEquals(templateOf(object), templateOf(old));
    return withTemplateGeneration(object, changed ? generation + 1 : generation);
  },
  cells: {
    Desired: count('status.desiredNumberScheduled'),
    Current: count('status.currentNumberScheduled'),
    Ready: count('status.numberReady'),
    'Up-to-date': count('status.updatedNumberScheduled'),
    Available: count('status.numberAvailable'),
    'Node Selector': labels('spec.template.spec.nodeSelector'),
    ...containerCells(),
    Selector: selector('spec.selector'),
  },
};
