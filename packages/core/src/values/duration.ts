// Durations as Go and Kubernetes write them (metav1.Duration), and ages as kubectl shows them. The options of kube-rx
// are in milliseconds instead.
// https://pkg.go.dev/time#ParseDuration
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/duration/duration.go

import { InvalidValueError } from '../errors.ts';
import { quotedText } from './quoted-text.ts';
import { trimTextEnd } from './text-end.ts';

/** A duration on the wire, as `1h30m` or `1.5s`. */
export type Duration = string;

/**
 * @example
 * Duration.parse('1h30m');                    // 5_400_000
 * Duration.format(5_400_000);                 // '1h30m0s'
 * Duration.age(Date.now() - Time.parse(pod.metadata.creationTimestamp ?? ''));   // '5d3h'
 */
export const Duration = {
  /**
   * In milliseconds, with a fraction for microseconds and nanoseconds.
   *
   * @throws InvalidValueError for what Go refuses: `1d`, `5`, beyond ±292 years.
   */
  parse(text: Duration): number {
    const match = text.length > longest ? null : grammar.exec(text);
    let nanos = 0n;
    for (const [, whole = '', after, alone, unit = ''] of (match?.[2] ?? '').matchAll(term)) {
      const fraction = after ?? alone ?? '';
      const per = nanosPer[unit] ?? 0n;
      nanos += BigInt(whole) * per + (BigInt(fraction) * per) / 10n ** BigInt(fraction.length);
    }
    if (match === null || nanos > 2n ** 63n - 1n)
      throw new InvalidValueError(
        `${quotedText(text)} is no duration: numbers with units of h, m, s, ms, us or ns, as 1h30m or 1.5s`,
      );
    const millis = Number(nanos / nanosPerMilli) + Number(nanos % nanosPerMilli) / 1e6;
    return match[1] === '-' ? 0 - millis : millis;
  },

  /** As Go prints it, rounded to the nanosecond. */
  format(millis: number): Duration {
    const whole = Math.trunc(Math.abs(millis));
    const nanos = BigInt(whole) * nanosPerMilli + BigInt(Math.round((Math.abs(millis) - whole) * 1e6));
    const sign = millis < 0 && nanos > 0n ? '-' : '';
    if (nanos === 0n) return '0s';
    if (nanos < 1_000n) return `${sign}${nanos}ns`;
    if (nanos < 1_000_000n) return `${sign}${decimal(nanos, 1_000n)}µs`;
    if (nanos < 1_000_000_000n) return `${sign}${decimal(nanos, 1_000_000n)}ms`;
    const minutes = nanos / 60_000_000_000n;
    const seconds = `${decimal(nanos % 60_000_000_000n, 1_000_000_000n)}s`;
    if (minutes === 0n) return sign + seconds;
    return minutes < 60n
      ? `${sign}${minutes}m${seconds}`
      : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
  },

  /** As kubectl shows an age, the smaller units dropped: `42s`, `5m10s`, `3h`, `5d3h`, `2y35d`. */
  age(millis: number): string {
    const seconds = Math.trunc(millis / 1000);
    if (seconds < -1) return '<invalid>';
    if (seconds < 0) return '0s';
    if (seconds < 120) return `${seconds}s`;
    const minutes = Math.trunc(seconds / 60);
    if (minutes < 10) return withRest(`${minutes}m`, seconds % 60, 's');
    if (minutes < 180) return `${minutes}m`;
    const hours = Math.trunc(minutes / 60);
    if (hours < 8) return withRest(`${hours}h`, minutes % 60, 'm');
    if (hours < 48) return `${hours}h`;
    const days = Math.trunc(hours / 24);
    if (hours < 192) return withRest(`${days}d`, hours % 24, 'h');
    if (days < 730) return `${days}d`;
    const years = Math.trunc(days / 365);
    return days < 2920 ? withRest(`${years}y`, days % 365, 'd') : `${years}y`;
  },
} as const;

const nanosPerMilli = 1_000_000n;

// Nobody means more, and the digits of megabytes are work.
const longest = 1000;

const grammar = /^([+-]?)((?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/;
const term = /(?:(\d+)(?:\.(\d*))?|\.(\d+))([a-zµμ]+)/gy;

const nanosPer: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n, // U+00B5, micro
  μs: 1_000n, // U+03BC, Greek mu
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

function decimal(value: bigint, unit: bigint): string {
  const digits = (value % unit).toString().padStart(unit.toString().length - 1, '0');
  const fraction = trimTextEnd(digits, '0');
  return `${value / unit}${fraction === '' ? '' : `.${fraction}`}`;
}

function withRest(whole: string, rest: number, unit: string): string {
  return rest === 0 ? whole : `${whole}${rest}${unit}`;
}
