// What is advised of a container that is taken all the same.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/pod/warnings.go

import { Quantity } from '@kube-rx/core';
import { stringAt } from '../../json/json.ts';
import type { Field } from '../../validation/field.ts';

export function* containerWarnings(container: Field): Generator<string> {
  for (const key of ['memory', 'ephemeral-storage'])
    for (const amounts of ['limits', 'requests'])
      yield* fractionWarnings(container.at('resources', amounts), key);
  yield* hiddenVariables(container.at('env'));
}

/** Of an amount of bytes that is no whole number. */
export function* fractionWarnings(amounts: Field, key: string): Generator<string> {
  const text = stringAt(amounts.value, key);
  if (text === undefined || !Quantity.isValid(text) || Quantity.toMillis(text) % 1000n === 0n) return;
  yield `${amounts.path}[${key}]: fractional byte value ${JSON.stringify(Quantity.canonical(text))} is invalid, must be an integer`;
}

/** Of a pod or a container. */
export function hasSeccompField(confined: Field): boolean {
  return confined.at('securityContext', 'seccompProfile').isSet;
}

export function* seccompWarning(annotations: Field, key: string): Generator<string> {
  if (stringAt(annotations.value, key) !== undefined)
    yield `${annotations.path}[${key}]: non-functional in v1.27+; use the "seccompProfile" field instead`;
}

// A variable that is given twice, unless the later one is made of the earlier one.
function* hiddenVariables(env: Field): Generator<string> {
  const known = new Set<string>();
  for (const variable of env.items) {
    const name = variable.at('name').text;
    const [value, reference] = [variable.at('value').text, `$(${name})`];
    const isMadeOfIt = !variable.at('valueFrom').isSet && value !== reference && value.includes(reference);
    if (known.has(name) && !isMadeOfIt)
      yield `${variable.path}: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`;
    known.add(name);
  }
}
