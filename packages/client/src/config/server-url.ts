// Reads the address of a server as client-go does.

import { ConfigError } from '../errors.ts';
import type { Config } from './config.ts';

/**
 * The address with its scheme: `10.0.0.1:8080` is `http://10.0.0.1:8080`, and `https://` where TLS is meant.
 *
 * @throws what `problem` makes, for what is no address of a server, or holds a password.
 */
export function requireServer(
  text: string,
  problem: (words: string) => ConfigError,
  scheme: 'http' | 'https' = 'http',
): string {
  const isWhole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  if (isWhole && !/^https?:/i.test(text)) throw problem('must begin with https:// or http://');
  const server = isWhole ? text : `${scheme}://${text}`;
  const url = URL.parse(server);
  if (!url && /\[[^[\]]*%/.test(server))
    throw problem('has an IPv6 address with a zone (%), which is not supported: write a host name');
  if (!url) throw problem('is no URL, and no host and port');
  // `URL.parse` takes any number of slashes before a host, so that `//host` is one for it.
  if (!isWhole && (/^[/\\]/.test(text) || url.pathname !== '/'))
    throw problem('must begin with https:// or http://, or be a host and port alone');
  if (url.username !== '' || url.password !== '')
    throw problem('must not hold a user name or password; write them into the user');
  return server;
}

/**
 * The address in a configuration. Without a scheme it means `https://` where something is said about TLS.
 *
 * @throws ConfigError for what is no address of a server, or holds a password.
 */
export function serverUrlOf(config: Pick<Config, 'server' | 'tls' | 'clientCertificate' | 'source'>): URL {
  const { server, tls = {}, clientCertificate, source } = config;
  const where = source === undefined ? 'server' : `${source}: server`;
  const meansTls =
    tls.certificateAuthority !== undefined || tls.rejectUnauthorized === false || !!clientCertificate;
  const problem = (words: string): ConfigError => new ConfigError(words, { where });
  return new URL(requireServer(server, problem, meansTls ? 'https' : 'http'));
}

/** Whether what is sent to a server can be read by others on the way. */
export function isPlaintext({ protocol }: URL): boolean {
  return protocol === 'http:';
}
