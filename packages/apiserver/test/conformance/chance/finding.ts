// One difference between the servers, and how bad it is.

import { printExactJson } from '@kube-rx/core';
import type { Difference } from '../compare.ts';
import type { Request } from './request.ts';

export const classes = ['false success', 'false refusal', 'another refusal', 'words', 'object'] as const;

export interface Found {
  readonly kind: (typeof classes)[number];
  readonly request: string;
  readonly note: string;
  readonly lines: readonly string[];
}

interface Comparison {
  readonly differing: readonly Difference[];
  readonly request: Request;
  readonly note: string;
  readonly statuses: readonly [real: number, embedded: number];
}

export function findingOf({ differing, request, note, statuses }: Comparison): Found {
  const kind = kindOf(differing, statuses);
  // What an object looks like beside a refusal tells nothing.
  const telling = kind === 'words' || kind === 'object' ? differing : differing.filter(isOfRefusal);
  return { kind, request: shown(request), note, lines: telling.slice(0, 12).map(line) };
}

function kindOf(differing: readonly Difference[], [real, embedded]: Comparison['statuses']): Found['kind'] {
  if (real >= 400 && embedded < 400) return 'false success';
  if (real < 400 && embedded >= 400) return 'false refusal';
  if (real !== embedded) return 'another refusal';
  const isOfWords = real >= 400 || differing.every(({ path }) => path === 'warning');
  return isOfWords ? 'words' : 'object';
}

function isOfRefusal({ path }: Difference): boolean {
  return /^(status|warning|body\.message|body\.reason|body\.details\.causes.*)$/.test(path);
}

function line({ path, real, embedded }: Difference): string {
  return `${path}\n      real:     ${short(real)}\n      embedded: ${short(embedded)}`;
}

function short(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}

function shown({ method, path, ask }: Request): string {
  const query = new URLSearchParams(
    Object.entries(ask.query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const type = ask.headers?.['content-type'] ?? 'application/json';
  const body = textOf(ask.body);
  return `${method} ${path}${query.size > 0 ? `?${query.toString()}` : ''} ${type}\n    ${withoutOwners(body)}`;
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  return typeof body === 'object' && body ? printExactJson(body) : '';
}

/** As the server keeps it without being told. */
function withoutOwners(body: string): string {
  return body.replace(/"managedFields":\[\{"manager":"unknown".*?\}\}\],?/, '');
}
