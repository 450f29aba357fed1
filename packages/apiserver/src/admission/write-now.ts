// Writes that wait for nobody.

import { InvalidRequestError } from '@kube-rx/core';
import type { Admission } from './admission.ts';

/**
 * Makes the write at once, as seeds and the server's own controllers do.
 *
 * @throws InvalidRequestError where a webhook would have to be called; nothing is written then.
 */
export function writeNow<T>(write: Admission<T>): T {
  const step = write.next();
  if (step.done) return step.value;
  const [call] = step.value;
  throw new InvalidRequestError(
    `a webhook (${call?.url ?? 'of an admission configuration'}) is to be asked about this write, which cannot wait for it: send it as a request`,
  );
}
