import { always, type Defaults } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { podSpec } from './pod-spec.ts';

/** What a workload makes its pods of. */
export const podTemplateDefaults: Defaults = { metadata: {}, spec: always(podSpec) };

export const podTemplate: Kind = {
  group: '',
  kind: 'PodTemplate',
  generation: true,
  returnsDeleted: true,
  defaults: { template: always(podTemplateDefaults) },
};
