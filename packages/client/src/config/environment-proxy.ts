// Which proxy the environment variables name for a server, by Go's rules, which kubectl and client-go follow.
// https://pkg.go.dev/golang.org/x/net/http/httpproxy

import { ConfigError } from '../errors.ts';
import type { Config, Environment } from './config.ts';
import { isExempt } from './no-proxy.ts';
import { ProxyServer } from './proxy-server.ts';
import { parseProxyUrl } from './proxy-url.ts';

/**
 * The proxy that `HTTPS_PROXY` or `HTTP_PROXY` names for a server, unless `NO_PROXY` exempts it, or it is on this
 * machine. In lower case they count where those in upper case are not set. A value that Go cannot read counts as none.
 *
 * @throws ConfigError for a proxy of another kind, and for `HTTP_PROXY` in a CGI program, where a client may have set it.
 * @example
 * environmentProxy(new URL('https://10.0.0.1:6443'), { HTTPS_PROXY: 'proxy:3128' })?.url;   // 'http://proxy:3128'
 */
export function environmentProxy(
  server: URL,
  environment: Environment = process.env,
): ProxyServer | undefined {
  const scheme = server.protocol === 'https:' ? 'HTTPS' : 'HTTP';
  const found = firstOf(environment, `${scheme}_PROXY`);
  const url = found && readValue(found.value);
  if (!url) return undefined;
  if (scheme === 'HTTP' && environment['REQUEST_METHOD'])
    throw new ConfigError(
      'is not used in a CGI program (REQUEST_METHOD is set), where a client may have set it; set the proxy in the kubeconfig or the Config',
      { where: found.name },
    );
  const host = server.hostname.replace(/^\[|\]$/g, '');
  const port = server.port || (scheme === 'HTTPS' ? '443' : '80');
  if (isExempt({ host, port }, firstOf(environment, 'NO_PROXY')?.value ?? '')) return undefined;
  return new ProxyServer(url, { source: found.name });
}

/** The proxy of a configuration: its own, or else that of the environment. */
export function proxyOf(
  { proxy }: Pick<Config, 'proxy'>,
  server: URL,
  environment?: Environment,
): ProxyServer | undefined {
  return proxy === undefined ? environmentProxy(server, environment) : proxy || undefined;
}

/** For a `Config`. Where it says nothing, `process.env` is asked when the first connection is made. */
export function proxySetting(
  config: Pick<Config, 'proxy'>,
  server: URL,
  environment: Environment = process.env,
): Pick<Config, 'proxy'> {
  const proxy = proxyOf(config, server, environment);
  if (proxy) return { proxy };
  return environment === process.env && config.proxy === undefined ? {} : { proxy: false };
}

function firstOf(environment: Environment, name: string): { name: string; value: string } | undefined {
  for (const spelling of [name, name.toLowerCase()]) {
    const value = environment[spelling];
    if (value) return { name: spelling, value };
  }
  return undefined;
}

// `proxy:3128` is a host and port, though it looks like a scheme and what follows.
function readValue(value: string): string | undefined {
  const url = parseProxyUrl(value);
  if (url && url.scheme !== '' && (url.host !== '' || url.port !== '')) return value;
  const completed = `http://${value}`;
  if (parseProxyUrl(completed)) return completed;
  return url && value;
}
