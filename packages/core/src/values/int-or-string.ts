// A number or a string: a port by number or name, a count or a percentage.
// https://pkg.go.dev/k8s.io/apimachinery/pkg/util/intstr

import { InvalidValueError } from '../errors.ts';
import { quotedText } from './quoted-text.ts';

/** As `8080` or `'http'`, `3` or `'25%'`. */
export type IntOrString = number | string;

export const IntOrString = {
  /**
   * A count unchanged, a percentage as a part of `total`. Kubernetes rounds `maxSurge` up and `maxUnavailable` down.
   *
   * @throws InvalidValueError if the value is neither a whole number nor a percentage.
   * @example IntOrString.scale('25%', 10, 'up');   // 3
   */
  scale(value: IntOrString, total: number, round: 'up' | 'down'): number {
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    const percent = /^(-?\d+)%$/.exec(String(value))?.[1];
    if (percent === undefined)
      throw new InvalidValueError(
        `${typeof value === 'number' ? value : quotedText(value)} is neither a whole number nor a percentage`,
      );
    const scaled = (Number(percent) * total) / 100;
    return round === 'up' ? Math.ceil(scaled) : Math.floor(scaled);
  },
} as const;
