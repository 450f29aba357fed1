// $ref within the document: pointers, and names of $defs as TypeBox writes them.

import { quotedText } from '@kube-rx/core';
import { isRecord } from './draft.ts';
import { type Place, refuse } from './place.ts';

export function resolveReference(reference: unknown, place: Place): unknown {
  if (typeof reference !== 'string')
    return refuse(place, 'a $ref that is no text', 'write a pointer, e.g. #/$defs/port');
  const found = reference.startsWith('#') ? byPointer(reference, place) : byName(reference, place);
  if (found === undefined)
    return refuse(
      place,
      `a $ref to ${quotedText(reference)}, which is not in the document`,
      'put what it means into $defs, nothing is fetched',
    );
  return found;
}

function byPointer(reference: string, { run }: Place): unknown {
  const pointer = decoded(reference.slice(1));
  if (pointer === '') return run.document;
  if (!pointer.startsWith('/')) return undefined;
  const steps = pointer.slice(1).split('/');
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')).reduce(member, run.document);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function member(from: unknown, key: string): unknown {
  if (Array.isArray(from)) return /^\d+$/.test(key) ? from[Number(key)] : undefined;
  return isRecord(from) && Object.hasOwn(from, key) ? from[key] : undefined;
}

function byName(name: string, { around }: Place): unknown {
  for (const node of around.toReversed()) {
    if (!isRecord(node)) continue;
    if (node['$id'] === name) return node;
    for (const key of ['$defs', 'definitions']) {
      const defs = node[key];
      if (!isRecord(defs)) continue;
      const found =
        Object.values(defs).find((entry) => isRecord(entry) && entry['$id'] === name) ?? member(defs, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
