import { type JsonObject, objectAt, stringAt, stringsAt } from '../json/json.ts';
import { forbidden } from '../status-error.ts';
import { timestamp } from '../timestamp.ts';
import { at } from './cell.ts';
import { conditions, within } from './defaults.ts';
import type { Kind } from './kind.ts';

function withNameLabel(metadata: JsonObject): JsonObject {
  const name = stringAt(metadata, 'name');
  if (name === undefined) return metadata;
  return { ...metadata, labels: { ...objectAt(metadata, 'labels'), 'kubernetes.io/metadata.name': name } };
}

// The finalizers of the spec are written through their own subresource.
function isHeld(object: JsonObject): boolean {
  return stringsAt(object, 'spec', 'finalizers').length > 0;
}

const immortal = new Set(['default', 'kube-system', 'kube-public']);

export const namespace: Kind = {
  group: '',
  kind: 'Namespace',
  names: 'label',
  returnsDeleted: true,
  fields: { 'status.phase': '' },
  defaults: { status: within(conditions('lastTransitionTime')), metadata: within(withNameLabel) },
  prepareForCreate: ({ object }) => ({
    ...object,
    spec: { ...objectAt(object, 'spec'), finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }),
  keepOnUpdate: (next, old) => ({ ...next, spec: objectAt(old, 'spec') }),
  deletion: {
    isHeld,
    require(name) {
      const resource = { group: '', plural: 'namespaces' };
      if (immortal.has(name)) throw forbidden(resource, name, { why: 'this namespace may not be deleted' });
    },
    // A namespace first becomes Terminating; it goes when its finalizers have gone.
    begin({ server, object }) {
      const metadata = objectAt(object, 'metadata');
      if (!isHeld(object) && stringsAt(metadata, 'finalizers').length === 0) return object;
      if (stringAt(metadata, 'deletionTimestamp') !== undefined) return undefined;
      return {
        ...object,
        metadata: { ...metadata, deletionTimestamp: timestamp(server) },
        status: { ...objectAt(object, 'status'), phase: 'Terminating' },
      };
    },
  },
  cells: { Status: at('status.phase') },
};
