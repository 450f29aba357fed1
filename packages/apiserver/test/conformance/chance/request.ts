// A request as both servers get it.

import type { HttpMethod } from '@kube-rx/core';
import type { Ask } from '../session.ts';
import type { Chance } from './chance.ts';

export interface Request {
  readonly method: HttpMethod;
  readonly path: string;
  readonly ask: Ask;
}

export type Query = Readonly<Record<string, string>>;

/** Of a write, with what is said of unknown fields. */
export function validated<T extends Query>(
  chance: Chance,
  query: T,
): T & { readonly fieldValidation?: string } {
  const validation = chance.one(['', '', '', 'Strict', 'Ignore']);
  return { ...query, ...(validation !== '' && { fieldValidation: validation }) };
}
