// Names by which parts are told apart in logs, errors and the lines of `/readyz`.

import { quotedText } from '@kube-rx/core';
import { hasFunctions, refuse } from './manager-options.ts';
import type { ManagerParts } from './manager-parts.ts';

/** @throws InvalidRequestError for what is no part, and where two have one name. */
export function checkParts({ controllers, runnables, checks }: ManagerParts): void {
  for (const { part } of [...controllers, ...runnables])
    if (!hasFunctions(part, ['run'])) refuse('a part that has no function run cannot be run');
  for (const { check } of checks) if (typeof check !== 'function') refuse('a check must be a function');
  const named = (parts: readonly { readonly part: { readonly name: string } }[]): string[] =>
    parts.map(({ part }) => part.name);
  refuseTwice('controllers', named(controllers));
  refuseTwice('runnables', named(runnables));
  refuseTwice(
    'checks',
    checks.map(({ name }) => name),
  );
}

function refuseTwice(what: string, names: readonly unknown[]): void {
  const seen = new Set<unknown>();
  for (const name of names) {
    if (typeof name !== 'string' || name === '') refuse(`${what} need a name that is not empty`);
    if (seen.has(name)) refuse(`two ${what} have the name ${quotedText(name)}: give one of them another`);
    seen.add(name);
  }
}
