// The port of the authentication layer.

import type { Clock } from '@kube-rx/core';

/**
 * @example
 * const rotating: Credentials = {
 *   authorization: async (clock) => `Bearer token-of-hour-${Math.floor(clock.now() / 3_600_000)}`,
 *   renew: async () => undefined,
 * };
 */
export interface Credentials {
  /**
   * The value of the Authorization header, as `Bearer …`. Called for every request, so it must be fast while the
   * last value is valid. `clock` is the client's.
   *
   * @throws AuthenticationError where there is none.
   */
  authorization(clock: Clock): Promise<string>;

  /** A value other than `rejected`, which the server refused; undefined where there is none. */
  renew(rejected: string, clock: Clock): Promise<string | undefined>;
}
