import { type JsonObject, objectAt, stringAt, stringsAt, valueAt, withKey } from '../json/json.ts';
import { type FieldFault, forbidden } from '../status-error.ts';
import { timestamp } from '../timestamp.ts';
import { Field } from '../validation/field.ts';
import { qualifiedNameComplaints } from '../validation/names.ts';
import { at } from './cell.ts';
import { always, conditions, within } from './defaults.ts';
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

const own = 'kubernetes';

// What ends when the namespace is empty.
function withOwn(finalizers: readonly string[]): string[] {
  return finalizers.includes(own) ? [...finalizers] : [...finalizers, own];
}

/** `told`: where a finalizer that is none is said to be. */
function finalizerFaults(finalizers: Field, told: 'list' | 'item'): FieldFault[] {
  return finalizers.items.flatMap((item) => {
    const field = told === 'item' ? item : finalizers;
    const isKnown = item.text.includes('/') || [own, 'orphan', 'foregroundDeletion'].includes(item.text);
    const unknown = 'name is neither a standard finalizer name nor is it fully qualified';
    return [...qualifiedNameComplaints(item.text), ...(isKnown ? [] : [unknown])].map((complaint) =>
      field.invalid(complaint, item.text),
    );
  });
}

function phaseFaults(object: JsonObject): FieldFault[] {
  const isDeleted = stringAt(object, 'metadata', 'deletionTimestamp') !== undefined;
  const phase = new Field(object).at('status', 'phase').text;
  const wanted = isDeleted ? 'Terminating' : 'Active';
  if (phase === wanted) return [];
  const when = `if \`deletionTimestamp\` is ${isDeleted ? 'not ' : ''}empty`;
  return [new Field(phase, 'status.Phase').invalid(`may only be '${wanted}' ${when}`)];
}

const immortal = new Set(['default', 'kube-system', 'kube-public']);

export const namespace: Kind = {
  group: '',
  kind: 'Namespace',
  names: 'label',
  returnsDeleted: true,
  fields: { 'status.phase': '' },
  defaults: {
    status: always({
      phase: (phase) => (phase === undefined || phase === null || phase === '' ? 'Active' : phase),
      ...conditions('lastTransitionTime'),
    }),
    metadata: within(withNameLabel),
  },
  validate: (object) => finalizerFaults(new Field(object).at('spec', 'finalizers'), 'list'),
  validateStatus: phaseFaults,
  prepareForCreate: ({ object }) => ({
    ...object,
    // A name that was made has no label before.
    metadata: withNameLabel(objectAt(object, 'metadata')),
    spec: { ...objectAt(object, 'spec'), finalizers: withOwn(stringsAt(object, 'spec', 'finalizers')) },
    status: { phase: 'Active' },
  }),
  subresources: {
    finalize: {
      keep: (next, old) => withKey(next, 'status', valueAt(old, 'status')),
      validate: (object) => finalizerFaults(new Field(object).at('spec', 'finalizers'), 'item'),
    },
  },
  // Who asks for others owns them all the same.
  prepare: ({ object, old }) => (old ? { ...object, spec: objectAt(old, 'spec') } : object),
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
