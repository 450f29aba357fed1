// The log as a person reads it: the time of day, the level where it is a warning, and the fields as `name=value`.

import { safeLine } from '../output/safe-text.ts';

const levels: Readonly<Record<number, string>> = { 40: 'warning: ', 50: 'error: ', 60: 'error: ' };

/** A line for a line of JSON, as pino writes it. */
export function formatLogLine(json: string): string {
  const { level, time, msg, ...fields } = JSON.parse(json) as LogRecord;
  const values = Object.entries(fields).map(([name, value]) => ` ${name}=${formatValue(value)}`);
  const text = `${timeOfDay(new Date(time))} ${levels[level] ?? ''}${msg ?? ''}${values.join('')}`;
  return `${safeLine(text)}\n`;
}

interface LogRecord {
  readonly level: number;
  /** In milliseconds since the Unix epoch. */
  readonly time: number;
  readonly msg?: string;
  readonly [field: string]: unknown;
}

function formatValue(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

function timeOfDay(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}
