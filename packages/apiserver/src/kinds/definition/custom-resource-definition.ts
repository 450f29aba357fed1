// CustomResourceDefinitions, as objects like others; what follows from them is done in controllers/definitions.ts.

import { arrayAt, isJsonObject, type JsonObject, objectAt, stringsAt, textAt } from '../../json/json.ts';
import { notImplemented } from '../../status-error.ts';
import { timestamp } from '../../timestamp.ts';
import { always, computed, type Defaults, withDefaults, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { definitionFaults, definitionStatusFaults } from './definition-faults.ts';
import { formatWarnings } from './format-warnings.ts';
import { storageVersionIn } from './versions.ts';

/** Holds a definition up until the objects of its kind are gone. */
export const cleanup = 'customresourcecleanup.apiextensions.k8s.io';

const conversionDefaults: Defaults = {
  webhook: within({ clientConfig: within({ service: within({ port: 443 }) }) }),
};

// Names follow from the kind.
const defaults: Defaults = {
  spec: always({
    names: always({
      singular: computed((names) => textAt(names, 'kind').toLowerCase()),
      listKind: computed((names) => {
        const kind = textAt(names, 'kind');
        return kind === '' ? '' : `${kind}List`;
      }),
    }),
    conversion: (conversion) =>
      isJsonObject(conversion) ? withDefaults(conversion, conversionDefaults) : { strategy: 'None' },
  }),
};

// What is not converted must not look as if it were.
function requireConversion(definition: JsonObject): void {
  const isWebhook = textAt(definition, 'spec', 'conversion', 'strategy') === 'Webhook';
  if (!isWebhook || arrayAt(definition, 'spec', 'versions').length < 2) return;
  throw notImplemented(
    'conversion webhooks: give the definition a single version, or the conversion strategy None where its versions have the same fields',
  );
}

export const customResourceDefinition: Kind = {
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  requiresVersion: true,
  generation: true,
  defaults,
  warnings: formatWarnings,
  validate: definitionFaults,
  validateStatus: definitionStatusFaults,
  prepareForUpdate({ object }) {
    requireConversion(object);
    return object;
  },
  prepareForCreate({ object }) {
    requireConversion(object);
    const storedVersions = [textAt(storageVersionIn(object), 'name')];
    return { ...object, status: { ...objectAt(object, 'status'), storedVersions } };
  },
  deletion: {
    // The finalizer goes once the objects have.
    begin({ server, object }) {
      const metadata = objectAt(object, 'metadata');
      const finalizers = [...stringsAt(metadata, 'finalizers').filter((one) => one !== cleanup), cleanup];
      return { ...object, metadata: { ...metadata, finalizers, deletionTimestamp: timestamp(server) } };
    },
  },
};
