// Asks a SOCKS5 proxy for a connection. The proxy looks the name up.
// https://www.rfc-editor.org/rfc/rfc1928, and 1929 for the password

import { isIP, isIPv4 } from 'node:net';
import { addressBytes } from '../config/ip-address.ts';
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

const version = 5;
const method = { none: 0, password: 2, unacceptable: 0xff } as const;
const addressType = { ipv4: 1, name: 3, ipv6: 4 } as const;
/** How much of the last answer comes before the address, and what follows it. */
const headBytes = 4;
const portBytes = 2;

const foreign = refused('does not speak SOCKS5; is it a proxy of another kind?');

// By the code of the answer; the words go on after what could not be done.
const reasons: Readonly<Record<number, string>> = {
  1: 'it failed there, and it does not say why',
  2: 'its rules do not allow it',
  3: 'the network cannot be reached from there',
  4: 'the host cannot be reached from there, or its name is not known there',
  5: 'nothing listens there',
  6: 'the way there is too long',
  7: 'it makes no connections',
  8: 'it does not know addresses of this kind',
};

type State = 'method' | 'password' | 'request';

export class SocksConnect implements ProxyHandshake {
  readonly greeting: Uint8Array;
  readonly #target: ProxyTarget;
  readonly #credentials: ProxyCredentials | undefined;
  #state: State = 'method';

  constructor(target: ProxyTarget, credentials?: ProxyCredentials) {
    this.#target = target;
    this.#credentials = credentials;
    const methods = credentials ? [method.none, method.password] : [method.none];
    this.greeting = Uint8Array.of(version, methods.length, ...methods);
  }

  next(received: Buffer): HandshakeStep {
    switch (this.#state) {
      case 'method':
        return this.#readMethod(received);
      case 'password':
        return this.#readVerdict(received);
      case 'request':
        return this.#readReply(received);
    }
  }

  #readMethod([spoken, chosen]: Buffer): HandshakeStep {
    if (spoken !== undefined && spoken !== version) return foreign;
    if (chosen === undefined) return wait;
    if (chosen === method.none) return this.#request();
    if (chosen === method.password && this.#credentials) {
      this.#state = 'password';
      const { user, password } = this.#credentials;
      const bytes = Uint8Array.of(1, user.length, ...user, password.length, ...password);
      return { type: 'send', bytes };
    }
    if (chosen !== method.unacceptable) return foreign;
    return refused(
      this.#credentials
        ? 'accepts neither a user name and password nor nobody'
        : 'wants a user name and password: write them into its URL, before the host, as USER:PASSWORD@',
    );
  }

  #readVerdict([spoken, verdict]: Buffer): HandshakeStep {
    if (spoken !== undefined && spoken !== 1) return foreign;
    if (verdict === undefined) return wait;
    return verdict === 0 ? this.#request() : refused('does not accept the user name and password in its URL');
  }

  #request(): HandshakeStep {
    this.#state = 'request';
    const { host, port } = this.#target;
    const type = isIP(host) === 0 ? addressType.name : isIPv4(host) ? addressType.ipv4 : addressType.ipv6;
    const address = type === addressType.name ? Buffer.from(host) : addressBytes(host);
    if (address.length > 255) return refused('cannot carry a host name of more than 255 bytes');
    const length = type === addressType.name ? [address.length] : [];
    return {
      type: 'send',
      bytes: Uint8Array.of(version, 1, 0, type, ...length, ...address, port >> 8, port & 0xff),
    };
  }

  #readReply(received: Buffer): HandshakeStep {
    const [spoken, code, , type, first] = received;
    if (spoken !== undefined && spoken !== version) return foreign;
    if (code !== undefined && code !== 0)
      return refused(
        `could not connect to ${formatTarget(this.#target)}: ${reasons[code] ?? `its code is ${code}`}`,
      );
    if (type === undefined || first === undefined) return wait;
    if (type !== addressType.ipv4 && type !== addressType.ipv6 && type !== addressType.name) return foreign;
    const address = type === addressType.name ? 1 + first : type === addressType.ipv4 ? 4 : 16;
    const length = headBytes + address + portBytes;
    if (received.length < length) return wait;
    // A server speaks when it has been spoken to.
    return received.length > length ? foreign : connected;
  }
}
