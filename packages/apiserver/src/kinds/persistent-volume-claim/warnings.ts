// What is advised of a claim that is taken all the same.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/api/persistentvolumeclaim/util.go

import { Quantity } from '@kube-rx/core';
import { type JsonObject, stringAt } from '../../json/json.ts';
import { Field } from '../../validation/field.ts';

const annotation = 'volume.beta.kubernetes.io/storage-class';

export function claimWarnings(claim: JsonObject): string[] {
  const isAnnotated = stringAt(claim, 'metadata', 'annotations', annotation) !== undefined;
  return [
    ...(isAnnotated
      ? [
          `metadata.annotations[${annotation}]: deprecated since v1.8; use "storageClassName" attribute instead`,
        ]
      : []),
    ...claimSpecWarnings(new Field(claim).at('spec')),
  ];
}

/** Of a claim, or of the template of one. */
export function claimSpecWarnings(spec: Field): string[] {
  return ['requests', 'limits'].flatMap((key) => {
    const { text } = spec.at('resources', key, 'storage');
    if (!Quantity.isValid(text) || Quantity.toMillis(text) % 1000n === 0n) return [];
    const path = `${spec.at('resources', key).path}[storage]`;
    return [
      `${path}: fractional byte value ${JSON.stringify(Quantity.canonical(text))} is invalid, must be an integer`,
    ];
  });
}
