// How many requests of a level run at once, and what becomes of the others.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/flowcontrol/validation/validation.go

import { type JsonObject, jsonEquals, textAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults, requiredChoiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { rangeFaults } from '../../validation/numbers.ts';
import { at } from '../cell.ts';
import { nonZero, within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { conditionTypeFaults } from './conditions.ts';
import { catchAllLevel } from './mandatory.ts';

const preserved = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares';

function levelFaults(level: JsonObject): FieldFault[] {
  const object = new Field(level);
  const annotations = object.at('metadata', 'annotations');
  const name = textAt(level, 'metadata', 'name');
  return [
    ...(annotations.at(preserved).isSet
      ? [annotations.forbidden(`annotation '${preserved}' is forbidden`)]
      : []),
    ...specFaults(object.at('spec'), name),
    ...fixedFaults(object.at('spec'), name),
    ...conditionTypeFaults(level),
  ];
}

function fixedFaults(spec: Field, name: string): FieldFault[] {
  if (name === 'exempt' && !jsonEquals({ ...spec.object, exempt: null }, { type: 'Exempt', exempt: null }))
    return [spec.invalid(`spec of '${name}' except the 'spec.exempt' field must equal the fixed value`)];
  if (name === 'catch-all' && !jsonEquals(spec.value, catchAllLevel))
    return [spec.invalid(`spec of '${name}' must equal the fixed value`)];
  return [];
}

function specFaults(spec: Field, name: string): FieldFault[] {
  const [type, exempt, limited] = [spec.at('type'), spec.at('exempt'), spec.at('limited')];
  const faults =
    (name === 'exempt') === (type.text === 'Exempt')
      ? []
      : [type.invalid("must be 'Exempt' if and only if `name` is 'exempt'", type.text)];
  switch (type.text) {
    case 'Exempt':
      if (limited.isSet) faults.push(limited.forbidden('must be nil if the type is not Limited'));
      return [...faults, ...(exempt.isSet ? shareFaults(exempt) : [])];
    case 'Limited':
      if (exempt.isSet) faults.push(exempt.forbidden('must be nil if the type is Limited'));
      if (!limited.isSet) return [...faults, limited.required('must not be empty when type is Limited')];
      return [...faults, ...limitedFaults(limited)];
    default:
      return [...faults, ...requiredChoiceFaults(type, ['Exempt', 'Limited'])];
  }
}

function sharesFaults(shares: Field): FieldFault[] {
  return shares.number < 0 ? shares.invalidNumber(['must be a non-negative integer']) : [];
}

function shareFaults(level: Field): FieldFault[] {
  return [
    ...sharesFaults(level.at('nominalConcurrencyShares')),
    ...rangeFaults(level.at('lendablePercent'), 0, 100),
  ];
}

function limitedFaults(limited: Field): FieldFault[] {
  const borrowed = limited.at('borrowingLimitPercent');
  return [
    ...sharesFaults(limited.at('nominalConcurrencyShares')),
    ...responseFaults(limited.at('limitResponse')),
    ...rangeFaults(limited.at('lendablePercent'), 0, 100),
    ...(borrowed.number < 0 ? borrowed.invalidNumber(['if specified, must be a non-negative integer']) : []),
  ];
}

function responseFaults(response: Field): FieldFault[] {
  const [type, queuing] = [response.at('type'), response.at('queuing')];
  switch (type.text) {
    case 'Reject':
      if (!queuing.isSet) return [];
      return [queuing.forbidden('must be nil if limited.limitResponse.type is not Limited')];
    case 'Queue':
      if (queuing.isSet) return queuingFaults(queuing);
      return [queuing.required('must not be empty if limited.limitResponse.type is Limited')];
    default:
      return type.text === '' ? [type.required()] : choiceFaults(type, ['Queue', 'Reject']);
  }
}

const mostQueues = 10_000_000;
const hashBits = 60;

function queuingFaults(queuing: Field): FieldFault[] {
  const [length, queues, hand] = ['queueLengthLimit', 'queues', 'handSize'].map((key) => queuing.at(key));
  if (!length || !queues || !hand) return [];
  return [
    ...(length.number <= 0 ? length.invalidNumber(['must be positive']) : []),
    ...queues.invalidNumber(queueComplaints(queues.number)),
    ...hand.invalidNumber(handComplaints(queues.number, hand.number)),
  ];
}

function queueComplaints(queues: number): string[] {
  if (queues <= 0) return ['must be positive'];
  return queues > mostQueues ? [`must not be greater than ${mostQueues}`] : [];
}

function handComplaints(queues: number, hand: number): string[] {
  if (hand <= 0) return ['must be positive'];
  if (hand > queues) return [`should not be greater than queues (${queues})`];
  if (Math.ceil(Math.log2(queues) * hand) <= hashBits) return [];
  return [
    `required entropy bits of deckSize ${queues} and handSize ${hand} should not be greater than ${hashBits}`,
  ];
}

export const priorityLevel: Kind = {
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'PriorityLevelConfiguration',
  generation: true,
  defaults: {
    spec: within({
      exempt: within({ nominalConcurrencyShares: 0, lendablePercent: 0 }),
      limited: within({
        nominalConcurrencyShares: 30,
        lendablePercent: 0,
        limitResponse: within({
          queuing: within({ queues: nonZero(64), handSize: nonZero(8), queueLengthLimit: nonZero(50) }),
        }),
      }),
    }),
  },
  validate: levelFaults,
  validateStatus: conditionTypeFaults,
  cells: {
    Type: at('spec.type', ''),
    NominalConcurrencyShares: at('spec.limited.nominalConcurrencyShares'),
    Queues: at('spec.limited.limitResponse.queuing.queues'),
    HandSize: at('spec.limited.limitResponse.queuing.handSize'),
    QueueLengthLimit: at('spec.limited.limitResponse.queuing.queueLengthLimit'),
  },
};
