// Which bounds of resources go together.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { JsonObject } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import { scaledValue } from '../types/stored-quantity.ts';
import { Field } from '../validation/field.ts';
import { qualifiedNameComplaints } from '../validation/names.ts';
import { nanosOf } from '../validation/quantities.ts';
import {
  containerResourceNameFaults,
  isOvercommitted,
  resourceNameFaults,
} from '../validation/resource-names.ts';

export function limitRangeFaults(range: JsonObject): FieldFault[] {
  const seen = new Set<string>();
  return new Field(range).at('spec', 'limits').items.flatMap((item) => {
    const type = item.at('type');
    const isRepeated = seen.has(type.text);
    seen.add(type.text);
    return [
      ...typeFaults(type),
      ...(isRepeated ? [type.duplicate(type.text)] : []),
      ...nameFaults(item),
      ...storageFaults(item),
      ...namesIn(item, 'maxLimitRequestRatio'),
      ...boundNames(item).flatMap((name) => boundFaults(item, name)),
    ];
  });
}

const types = ['Pod', 'Container', 'PersistentVolumeClaim'];

function typeFaults(type: Field): FieldFault[] {
  const faults = type.invalidText(qualifiedNameComplaints(type.text));
  if (faults.length > 0 || type.text.includes('/') || types.includes(type.text)) return faults;
  return [type.invalid('must be a standard limit type or fully qualified')];
}

function nameFaults(item: Field): FieldFault[] {
  const defaults = ['default', 'defaultRequest'];
  const ofBounds = ['max', 'min'].flatMap((key) => namesIn(item, key));
  if (item.at('type').text !== 'Pod') return [...ofBounds, ...defaults.flatMap((key) => namesIn(item, key))];
  return [
    ...ofBounds,
    ...defaults
      .map((key) => item.at(key))
      .filter(({ size }) => size > 0)
      .map((field) => field.forbidden("may not be specified when `type` is 'Pod'")),
  ];
}

function namesIn(item: Field, key: string): FieldFault[] {
  const isOfContainers = ['Pod', 'Container'].includes(item.at('type').text);
  const rule = isOfContainers ? containerResourceNameFaults : resourceNameFaults;
  return item.at(key).entries.flatMap(([name, amount]) => rule(amount, name));
}

function storageFaults(item: Field): FieldFault[] {
  if (item.at('type').text !== 'PersistentVolumeClaim') return [];
  if (item.at('min', 'storage').isSet || item.at('max', 'storage').isSet) return [];
  return [
    item
      .at('limits')
      .required('either minimum or maximum storage value is required, but neither was provided'),
  ];
}

const bounds = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];

function boundNames(item: Field): string[] {
  const counted = item.at('type').text === 'Pod' ? ['max', 'min', 'maxLimitRequestRatio'] : bounds;
  return [...new Set(counted.flatMap((key) => Object.keys(item.at(key).object)))].sort();
}

interface Bound {
  readonly field: Field;
  /** What it is called. */
  readonly words: string;
}

function boundFaults(item: Field, name: string): FieldFault[] {
  const isPod = item.at('type').text === 'Pod';
  const bound = (key: string, words: string): Bound => ({ field: amountIn(item, key, name), words });
  const none = { field: new Field(undefined), words: '' };
  const [min, max] = [bound('min', 'min value'), bound('max', 'max value')];
  const limit = isPod ? none : bound('default', 'default value');
  const request = isPod ? none : bound('defaultRequest', 'default request value');
  return [
    ...orderFaults(min, max, { place: min }),
    ...orderFaults(min, request, { place: request }),
    ...orderFaults(request, max, { place: request }),
    ...orderFaults(request, { ...limit, words: 'default limit value' }, { place: request }),
    ...orderFaults(min, limit, { place: limit, quoted: min }),
    ...orderFaults(limit, max, { place: limit, quoted: max }),
    ...ratioFaults(amountIn(item, 'maxLimitRequestRatio', name), min.field, max.field),
    ...equalFaults(limit.field, request.field, name),
  ];
}

function amountIn(item: Field, key: string, name: string): Field {
  const amounts = item.at(key);
  return new Field(amounts.object[name], `${amounts.path}[${name}]`);
}

// `quoted`: the bound that is told, which need not be the one of the place.
function orderFaults(
  least: Bound,
  most: Bound,
  { place, quoted = place }: { readonly place: Bound; readonly quoted?: Bound },
): FieldFault[] {
  if (!least.field.isSet || !most.field.isSet || nanosOf(least.field) <= nanosOf(most.field)) return [];
  const why = `${least.words} ${least.field.text} is greater than ${most.words} ${most.field.text}`;
  return [place.field.invalid(why, quoted.field.text)];
}

// From here on, thousandths do not fit into 64 bits.
const mostMillis = (2n ** 63n - 1n) / 1000n;
const unit = 1_000_000_000n;

function ratioFaults(ratio: Field, min: Field, max: Field): FieldFault[] {
  if (!ratio.isSet) return [];
  const areFine = [min, max].every(({ text }) => scaledValue(text || '0', 0) < mostMillis);
  const [least, largest] = [min, max].map(({ text }) => Number(scaledValue(text || '0', areFine ? -3 : 0)));
  const most = (largest ?? 0) / (least ?? 0);
  const value = scaledValue(ratio.text, 0);
  const isFine = value < mostMillis && Math.max(largest ?? 0, least ?? 0) < Number(mostMillis);
  const told = isFine ? Number(scaledValue(ratio.text, -3)) / 1000 : Number(value);
  return [
    ...(nanosOf(ratio) < unit ? [ratio.invalid(`ratio ${ratio.text} is less than 1`, ratio.text)] : []),
    ...(min.isSet && max.isSet && told > most
      ? [ratio.invalid(`ratio ${ratio.text} is greater than max/min = ${most.toFixed(6)}`, ratio.text)]
      : []),
  ];
}

// Of what cannot be granted twice.
function equalFaults(limit: Field, request: Field, name: string): FieldFault[] {
  if (isOvercommitted(name) || !limit.isSet || !request.isSet || nanosOf(limit) === nanosOf(request))
    return [];
  const why = `default value ${limit.text} must equal to defaultRequest value ${request.text} in ${name}`;
  return [request.invalid(why, request.text)];
}
