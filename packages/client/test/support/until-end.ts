// What a test opens and need not close, without `await using`, which Node 22 does not read.

import { afterEach } from '@jest/globals';

const opened: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one[Symbol.asyncDispose]();
});

/** Disposes of it at the end of the test. */
export function untilEnd<T extends AsyncDisposable>(one: T): T {
  opened.push(one);
  return one;
}
