import type { JsonObject } from '../../json/json.ts';
import type { Defaults } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { podSpec } from './pod-spec.ts';

/** What a workload makes its pods of. */
export const podTemplateDefaults: Defaults = {
  values: { metadata: {}, spec: {} },
  fields: { spec: podSpec },
};

/** What the Go type prints of an empty template. */
export const emptyTemplate: JsonObject = { metadata: {}, spec: { containers: null } };

export const podTemplate: Kind = {
  group: '',
  kind: 'PodTemplate',
  generation: true,
  returnsDeleted: true,
  zero: { template: emptyTemplate },
  defaults: { values: { template: {} }, fields: { template: podTemplateDefaults } },
};
