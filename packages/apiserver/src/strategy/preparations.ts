// What the server itself writes into new objects of some built-in kinds.

import { type JsonObject, objectAt, stringAt, stringEntries, valueAt, without } from '../json/json.ts';

import { validateDefinition, withDefaultNames } from '../registry/custom-resources.ts';

type Preparation = (object: JsonObject) => JsonObject;

/** By resource name; run after the status of the request has been dropped. */
export const preparations: Readonly<Record<string, Preparation>> = {
  namespaces: (object) => {
    const metadata = objectAt(object, 'metadata');
    const name = stringAt(metadata, 'name') ?? '';
    const labels = { ...objectAt(metadata, 'labels'), 'kubernetes.io/metadata.name': name };
    return {
      ...object,
      metadata: { ...metadata, labels },
      spec: { ...objectAt(object, 'spec'), finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    };
  },
  pods: (object) => ({ ...object, status: { phase: 'Pending', qosClass: 'BestEffort' } }),
  persistentvolumes: (object) => ({ ...object, status: { phase: 'Pending' } }),
  persistentvolumeclaims: (object) => ({ ...object, status: { phase: 'Pending' } }),
  'customresourcedefinitions.apiextensions.k8s.io': (object) => {
    validateDefinition(object);
    return withDefaultNames(object);
  },
  secrets: (object) => {
    const stringData = objectAt(object, 'stringData');
    const encoded = stringEntries(stringData).map(([key, value]): [string, string] => [
      key,
      Buffer.from(value).toString('base64'),
    ]);
    const type = valueAt(object, 'type') ?? 'Opaque';
    if (encoded.length === 0) return { ...without(object, 'stringData'), type };
    const data = { ...objectAt(object, 'data'), ...Object.fromEntries(encoded) };
    return { ...without(object, 'stringData'), data, type };
  },
};

/** Kinds whose status a create may set: they report themselves. */
export const keepsStatusOnCreate: ReadonlySet<string> = new Set(['nodes']);
