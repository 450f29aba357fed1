// A proxy on the way to a server: where it is, how to speak to it, and who we are for it.

import { isIP } from 'node:net';
import { ConfigError } from '../errors.ts';
import { asciiName, type ProxyCredentials, parseProxyUrl } from './proxy-url.ts';

export interface ProxyServerOptions {
  /** Where the proxy is configured, for messages, as `HTTPS_PROXY`. */
  readonly source?: string | undefined;
}

// As Go has them. With either kind of socks5 the proxy looks the names up.
const ports: Readonly<Record<string, number>> = { http: 80, https: 443, socks5: 1080, socks5h: 1080 };

/**
 * The URL of a proxy: `http://`, `https://` or `socks5://`, with a user name and password where the proxy wants them.
 * These are private, so that no log shows them.
 *
 * @example
 * const proxy = new ProxyServer('http://ann:secret@proxy.example.com:3128');
 * Client.fromConfig({ server: 'https://10.0.0.1:6443', proxy });
 */
export class ProxyServer {
  readonly protocol: 'http' | 'https' | 'socks5';
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly source: string | undefined;
  readonly #credentials: ProxyCredentials | undefined;

  /** @throws ConfigError for what is no URL of a proxy that we can speak to. */
  constructor(url: string, { source }: ProxyServerOptions = {}) {
    const problem = (words: string): ConfigError => new ConfigError(words, { where: source ?? 'proxy' });
    const parsed = parseProxyUrl(url);
    // A URL is not quoted, as there may be a password in it.
    if (!parsed)
      throw problem(
        'is no URL of a proxy, as http://proxy.example.com:3128; other characters in a user name or password are written as %40 for @',
      );
    const { scheme, port, credentials } = parsed;
    const known = Object.hasOwn(ports, scheme) ? ports[scheme] : undefined;
    if (known === undefined) throw problem('must begin with http://, https:// or socks5://');
    const host = isIP(parsed.host) ? parsed.host.toLowerCase() : asciiName(parsed.host);
    if (parsed.host === '') throw problem('names no host, as in http://proxy.example.com:3128');
    if (!isIP(host) && !/^[A-Za-z0-9._-]+$/.test(host))
      throw problem('names a host that is no name and no address');
    this.protocol = scheme === 'http' || scheme === 'https' ? scheme : 'socks5';
    this.host = host;
    this.port = port === '' ? known : Number(port);
    if (this.port < 1 || this.port > 65_535) throw problem('has a port that is none');
    this.source = source;
    this.#credentials = credentials;
    const longest = credentials ? Math.max(credentials.user.length, credentials.password.length) : 0;
    if (this.protocol === 'socks5' && longest > 255)
      throw problem('has a user name or password of more than 255 bytes, which SOCKS cannot carry');
  }

  /** Without the user name and password. */
  get url(): string {
    return `${this.protocol}://${this.host.includes(':') ? `[${this.host}]` : this.host}:${this.port}`;
  }

  /** For the transport. */
  credentials(): ProxyCredentials | undefined {
    return this.#credentials;
  }
}
