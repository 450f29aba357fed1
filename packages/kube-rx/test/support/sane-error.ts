// What every error promises, whatever the server sent.

import { inspect } from 'node:util';
import { expect } from '@jest/globals';
import { ApiError, KubeError, serverMessage } from '@kube-rx/core';

// A message of the server's, its name and reason, the request and an advice.
const longest = 2500;

/** Fails unless it is an error of this project, bounded, that everything can print and ask. */
export function expectSane(error: unknown): asserts error is KubeError {
  if (!(error instanceof KubeError)) throw error;
  expect(typeof error.message).toBe('string');
  expect(error.message.length).toBeLessThan(longest);
  expect(error.message).toMatch(/^\P{Cc}+$/u);
  // As loggers do: text, tree, and the members that can be seen.
  for (const printed of [
    String(error),
    inspect(error),
    JSON.stringify(error),
    JSON.stringify(Object.entries(error)),
  ])
    expect(printed.length).toBeLessThan(10 * longest);
  if (error.cause !== undefined && error.cause !== null)
    expect(inspect(error.cause).length).toBeLessThan(20_000);
  if (!(error instanceof ApiError)) return;
  const { status, retryAfterMs } = error;
  if (status.code !== undefined) expect(Number.isInteger(status.code)).toBe(true);
  if (retryAfterMs !== undefined) expect(retryAfterMs).toBeGreaterThanOrEqual(0);
  if (retryAfterMs !== undefined) expect(retryAfterMs).toBeLessThan(2 ** 31);
  serverMessage(status);
}
