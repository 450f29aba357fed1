// Formats: a server checks those that it knows, and not always as others do.

import { quotedText } from '@kube-rx/core';
import type { Draft } from './draft.ts';
import { type Place, repair } from './place.ts';

type Node = Readonly<Record<string, unknown>>;

/** Those that a server checks, and that let pass at least what the libraries let pass. */
const kept = new Set(
  'uri email hostname ipv4 ipv6 cidr mac uuid uuid3 uuid4 uuid5 isbn isbn10 isbn13 creditcard ssn hexcolor rgbcolor byte password date date-time datetime bsonobjectid k8s-short-name k8s-long-name'.split(
    ' ',
  ),
);

/** Where a library gives the pattern that it checks by, the format beside it says the same less exactly. */
const besidePattern = new Set(['date', 'byte', 'password']);

export function formatOf(node: Node, place: Place): Draft {
  const { format } = node;
  if (typeof format !== 'string' || format === '') return {};
  if (['int32', 'int64', 'float', 'double'].includes(format)) return {};
  if (format === 'duration') {
    repair(place, 'the format duration is left out: JSON Schema means P1D by it, Kubernetes 24h');
    return {};
  }
  if (!kept.has(format)) {
    repair(place, `the format ${quotedText(format)} is left out: Kubernetes does not know it`);
    return {};
  }
  const isAsked =
    Object.hasOwn(place.run.extensions, place.path) &&
    place.run.extensions[place.path]?.['format'] !== undefined;
  if (typeof node['pattern'] === 'string' && !besidePattern.has(format) && !isAsked) {
    repair(place, `the format ${format} is left out: the pattern beside it says it exactly`);
    return {};
  }
  return { format };
}
