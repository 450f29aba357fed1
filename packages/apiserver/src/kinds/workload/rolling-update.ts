// How many pods an update may replace at once.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/validation/validation.go

import type { Json } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { countOrPercentFaults, notMoreThanAllFaults } from '../../validation/numbers.ts';

/** Of a Deployment. */
export function deploymentRollingFaults(rolling: Field): FieldFault[] {
  const [unavailable, surge] = [rolling.at('maxUnavailable'), rolling.at('maxSurge')];
  return [
    ...countOrPercentFaults(unavailable),
    ...countOrPercentFaults(surge),
    ...(isNone(unavailable) && isNone(surge)
      ? [unavailable.invalid('may not be 0 when `maxSurge` is 0', shownBound(unavailable))]
      : []),
    ...notMoreThanAllFaults(unavailable),
  ];
}

/** Of a DaemonSet. */
export function daemonSetRollingFaults(rolling: Field): FieldFault[] {
  const [unavailable, surge] = [rolling.at('maxUnavailable'), rolling.at('maxSurge')];
  const bounds = [unavailable, surge];
  return [
    ...bounds.flatMap(countOrPercentFaults),
    ...bounds.flatMap(notMoreThanAllFaults),
    ...(!isNone(unavailable) && !isNone(surge)
      ? [surge.invalid('may not be set when maxUnavailable is non-zero')]
      : []),
    ...(isNone(unavailable) && isNone(surge) ? [unavailable.required('cannot be 0 when maxSurge is 0')] : []),
  ];
}

// Of a number, a share, or a text that is neither, which the real server counts as 0.
function isNone({ value, number, text }: Field): boolean {
  if (typeof value !== 'string') return number === 0;
  const counted = /^[+-]?([0-9]+)%?$/.exec(text)?.[1];
  return counted === undefined || Number(counted) === 0;
}

/** The strategy of a Deployment or a DaemonSet, as Go prints its own type. */
export function shownStrategy(strategy: Field): Json {
  const rolling = strategy.at('rollingUpdate');
  const [unavailable, surge] = [rolling.at('maxUnavailable'), rolling.at('maxSurge')];
  const bounds = { MaxUnavailable: shownBound(unavailable), MaxSurge: shownBound(surge) };
  return { Type: strategy.at('type').text, RollingUpdate: rolling.isSet ? bounds : null };
}

// 0 where there is none.
function shownBound({ value }: Field): Json {
  return value ?? 0;
}
