// What a taint does to pods that do not tolerate it.

import type { FieldFault } from '../status-error.ts';
import { choiceFaults } from './choices.ts';
import type { Field } from './field.ts';

export function taintEffectFaults(effect: Field): FieldFault[] {
  return choiceFaults(effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
}
