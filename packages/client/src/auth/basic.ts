// A user name and password, as some gateways before an API server still want them.

import type { Credentials } from './credentials.ts';

/**
 * HTTP basic authentication.
 *
 * @example
 * const credentials = new BasicCredentials('ann', 'secret');
 * Client.fromConfig({ server: 'https://10.0.0.1:6443', credentials });
 */
export class BasicCredentials implements Credentials {
  readonly #authorization: string;

  constructor(username: string, password: string) {
    this.#authorization = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
  }

  authorization(): Promise<string> {
    return Promise.resolve(this.#authorization);
  }

  renew(): Promise<string | undefined> {
    return Promise.resolve(undefined);
  }
}
