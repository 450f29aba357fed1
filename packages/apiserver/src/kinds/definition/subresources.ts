// Where a kind keeps its numbers of replicas, as its definition says.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

export function subresourceFaults(subresources: Field): FieldFault[] {
  const scale = subresources.at('scale');
  if (!scale.isSet) return [];
  const selector = scale.at('labelSelectorPath');
  return [
    ...pathFaults(scale.at('specReplicasPath'), ['.spec']),
    ...pathFaults(scale.at('statusReplicasPath'), ['.status']),
    ...(selector.text === '' ? [] : pathFaults(selector, ['.spec', '.status'])),
  ];
}

function pathFaults(path: Field, parts: readonly string[]): FieldFault[] {
  if (path.text === '') return [path.required()];
  if (!path.text.startsWith('.')) return [path.invalid('must be a simple json path starting with .')];
  if (parts.some((part) => path.text.startsWith(`${part}.`))) return [];
  const under = parts.length > 1 ? `either ${parts.join(' or ')}` : parts.join('');
  return [path.invalid(`should be a json path under ${under}`)];
}
