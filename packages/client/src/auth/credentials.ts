// The port of the authentication layer: something that can say who we are.

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
   * The value of the Authorization header, as `Bearer …`. Asked for before every request, so it has to be
   * quick while what it knows is good. `clock` is the client's.
   *
   * @throws AuthenticationError where there is none to be had.
   */
  authorization(clock: Clock): Promise<string>;

  /** Another value than `rejected`, which the server did not accept; undefined where there is none. */
  renew(rejected: string, clock: Clock): Promise<string | undefined>;
}
