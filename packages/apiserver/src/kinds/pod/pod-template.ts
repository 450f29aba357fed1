import type { Defaults } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { podSpec } from './pod-spec.ts';

/** What a workload makes its pods of. */
export const podTemplateDefaults: Defaults = {
  values: { metadata: {}, spec: {} },
  fields: { spec: podSpec },
};

export const podTemplate: Kind = {
  group: '',
  kind: 'PodTemplate',
  generation: true,
  returnsDeleted: true,
  defaults: { values: { template: {} }, fields: { template: podTemplateDefaults } },
};
