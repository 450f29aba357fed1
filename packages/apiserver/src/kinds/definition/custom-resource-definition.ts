// CustomResourceDefinitions, as objects like others; what follows from them is done in controllers/definitions.ts.

import { isJsonObject, objectAt, stringAt, stringsAt, textAt } from '../../json/json.ts';
import { timestamp } from '../../timestamp.ts';
import { always, computed, type Defaults, withDefaults, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { definitionFaults, definitionStatusFaults } from './definition-faults.ts';
import { formatWarnings } from './format-warnings.ts';
import { cleanup, type Termination, withTermination } from './termination.ts';
import { storageVersionIn } from './versions.ts';

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

export const customResourceDefinition: Kind = {
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  requiresVersion: true,
  generation: true,
  defaults,
  warnings: formatWarnings,
  validate: definitionFaults,
  validateStatus: definitionStatusFaults,
  prepareForCreate({ object }) {
    const storedVersions = [textAt(storageVersionIn(object), 'name')];
    return { ...object, status: { ...objectAt(object, 'status'), storedVersions } };
  },
  deletion: {
    // The finalizer goes once the objects have.
    begin({ server, object }) {
      const metadata = objectAt(object, 'metadata');
      if (stringAt(metadata, 'deletionTimestamp') !== undefined) return undefined;
      const now = timestamp(server);
      const held = stringsAt(metadata, 'finalizers');
      const finalizers = held.includes(cleanup) ? held : [...held, cleanup];
      const marked = { ...object, metadata: { ...metadata, finalizers, deletionTimestamp: now } };
      return withTermination(marked, pending, now);
    },
  },
};

const pending: Termination = {
  status: 'True',
  reason: 'InstanceDeletionPending',
  message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
};
