// Asks an HTTP proxy for a connection.
// https://www.rfc-editor.org/rfc/rfc9110#name-connect

import type { ProxyCredentials } from '../config/proxy-url.ts';
import {
  connected,
  formatTarget,
  type HandshakeStep,
  type ProxyHandshake,
  type ProxyTarget,
  refused,
  wait,
} from './proxy-handshake.ts';

// Proxies send little; one that sends more is none.
const maxHeadBytes = 64 * 1024;

export class HttpConnect implements ProxyHandshake {
  readonly greeting: Uint8Array;
  readonly #target: string;
  readonly #isKnown: boolean;

  constructor(target: ProxyTarget, credentials?: ProxyCredentials) {
    this.#target = formatTarget(target);
    this.#isKnown = credentials !== undefined;
    const authorization = credentials && `Proxy-Authorization: ${basicAuthorization(credentials)}\r\n`;
    this.greeting = Buffer.from(
      `CONNECT ${this.#target} HTTP/1.1\r\nHost: ${this.#target}\r\n${authorization ?? ''}\r\n`,
      'latin1',
    );
  }

  next(received: Buffer): HandshakeStep {
    const start = received.toString('latin1', 0, 5);
    if (start !== 'HTTP/'.slice(0, start.length))
      return refused('does not speak HTTP; is it a proxy of another kind?');
    const end = received.indexOf('\r\n\r\n');
    if (end === -1) return received.length > maxHeadBytes ? refused('answered without an end') : wait;
    const status = Number(
      /^HTTP\/1\.[01] ([0-9]{3})(?: |$)/.exec(received.toString('latin1', 0, received.indexOf('\r\n')))?.[1],
    );
    if (status !== 200) return refused(this.#explain(status));
    // A server speaks when it has been spoken to, so this is the body of an answer.
    if (received.length > end + 4) return refused('answered with a page; it is a server, and no proxy');
    return connected;
  }

  #explain(status: number): string {
    switch (status) {
      // tinyproxy answers 401 to a wrong password.
      case 401:
      case 407:
        return describeAuthentication(this.#isKnown, status);
      case 403:
        return `does not allow a connection to ${this.#target} (${status}); its rules must, or NO_PROXY must name the server where it can be reached directly`;
      case 400:
      case 404:
      case 405:
      case 501:
        return `makes no connections (${describe(status)}); is it a proxy?`;
      default:
        return Number.isNaN(status)
          ? 'does not speak HTTP as we know it; is it a proxy?'
          : `could not connect to ${this.#target} (${describe(status)})`;
    }
  }
}

/** What a proxy does that answers 407 or 401. `isKnown` is whether it was given a user name and password. */
export function describeAuthentication(isKnown: boolean, status = 407): string {
  return isKnown
    ? `does not accept the user name and password in its URL (${status})`
    : `wants a user name and password: write them into its URL, before the host, as USER:PASSWORD@ (${status})`;
}

/** The value of `Proxy-Authorization`. */
export function basicAuthorization({ user, password }: ProxyCredentials): string {
  return `Basic ${Buffer.concat([user, Buffer.from(':'), password]).toString('base64')}`;
}

// The words of the standard: what the proxy says may be anything.
function describe(status: number): string {
  const words = process.getBuiltinModule('node:http').STATUS_CODES[status];
  return words === undefined ? String(status) : `${status} ${words}`;
}
