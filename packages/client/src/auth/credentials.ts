// The port of the authentication layer: something that can say who we are.

export interface Credentials {
  /**
   * The value of the Authorization header, as `Bearer …`. Asked for before every request, so it has to be
   * quick while what it knows is good.
   *
   * @throws AuthenticationError where there is none to be had.
   */
  authorization(): Promise<string>;

  /** Another value than `rejected`, which the server did not accept; undefined where there is none. */
  renew(rejected: string): Promise<string | undefined>;
}
