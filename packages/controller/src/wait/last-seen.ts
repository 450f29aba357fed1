// The last that was seen of an object that did not become what was waited for, in words. Pure. It quotes names, phases,
// conditions and errors: nothing that may be a secret.

import { type KubeObject, printable, quotedText, type StatusCondition } from '@kube-rx/core';
import { quotedFinalizers } from '../finalizer/finalizer-step.ts';
import { conditionsIn, isObserved, valueIn } from './object-status.ts';
import type { Seen } from './one-object.ts';

// Of conditions that are as they should be, there may be many.
const mostConditions = 5;

export function lastSeen<K extends KubeObject>({ sight, trouble }: Seen<K>): string {
  const told = printable(trouble?.message ?? '', 500);
  const inTrouble = trouble === undefined ? [] : [`its watch is in trouble: ${told}`];
  switch (sight.type) {
    case 'unknown':
      return inTrouble[0] ?? 'the server has not told of it yet';
    case 'unreadable':
      return [`it cannot be read: ${printable(sight.error.message, 500)}`, ...inTrouble].join('; ');
    case 'known':
      return [...(sight.object ? stateOf(sight.object) : ['it does not exist']), ...inTrouble].join('; ');
    default:
      return sight satisfies never;
  }
}

function stateOf(object: KubeObject): string[] {
  const { deletionTimestamp } = object.metadata;
  const told: string[] = [];
  if (typeof deletionTimestamp === 'string') {
    const holders = quotedFinalizers(object);
    told.push(`it is being deleted${holders === '' ? '' : `, and held by ${holders}`}`);
  }
  if (!isObserved(object)) told.push('its controller has not observed its last change yet');
  const phase = valueIn(object, 'status', 'phase');
  if (typeof phase === 'string') told.push(`its phase is ${quotedText(phase)}`);
  const conditions = conditionsIn(object).toSorted((a, b) => weightOf(a) - weightOf(b));
  told.push(...conditions.slice(0, mostConditions).map(wordsOf));
  return told.length > 0 ? told : ['it exists, and tells no state'];
}

/** What is not true says more about what is missing. */
function weightOf({ status }: StatusCondition): number {
  return status === 'True' ? 1 : 0;
}

function wordsOf({ type, status, reason, message }: StatusCondition): string {
  const why = [reason, message].filter((text) => typeof text === 'string' && text !== '');
  const because = why.map((text) => quotedText(`${text}`)).join(': ');
  return `${quotedText(type)} is ${quotedText(status)}${because === '' ? '' : ` (${because})`}`;
}
