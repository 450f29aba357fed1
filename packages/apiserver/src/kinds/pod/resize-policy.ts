// Whether a container is restarted where its resources change.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import { requiredChoiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';

/** `restartPolicy`: that of the pod. */
export function resizePolicyFaults(policies: Field, restartPolicy: string): FieldFault[] {
  const seen = new Set<string>();
  return policies.items.flatMap((policy) => {
    const [name, restart] = ['resourceName', 'restartPolicy'].map((key) => policy.at(key).text);
    // What is wrong with one of them is said of the list.
    const told = (text: string | undefined): Field => new Field(text, policies.path);
    const faults = [
      ...(seen.has(name ?? '') ? [policy.duplicate(name)] : []),
      ...requiredChoiceFaults(told(name), ['cpu', 'memory']),
      ...requiredChoiceFaults(told(restart), ['NotRequired', 'RestartContainer']),
    ];
    seen.add(name ?? '');
    if (restartPolicy === 'Never' && restart !== 'NotRequired')
      faults.push(policies.invalid("must be 'NotRequired' when pod `restartPolicy` is 'Never'", restart));
    return faults;
  });
}
