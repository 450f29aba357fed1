// What Go made of the same variables and URLs, as e2e/controlplane/proxy-oracle recorded it.

import { readFileSync } from 'node:fs';
import { fc, test as propertyTest } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../src/config/config.ts';
import { environmentProxy, proxyOf } from '../../src/config/environment-proxy.ts';
import { ProxyServer } from '../../src/config/proxy-server.ts';
import { parseProxyUrl } from '../../src/config/proxy-url.ts';
import { ConfigError } from '../../src/errors.ts';

interface GoUrl {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly user: string | null;
  readonly password: string | null;
}

const recorded = JSON.parse(readFileSync(new URL('../fixtures/proxies.json', import.meta.url), 'utf8')) as {
  readonly urls: Record<string, GoUrl | null>;
  readonly servers: readonly string[];
  readonly noProxy: Record<string, string>;
  readonly choices: readonly { environment: Record<string, string>; server: string; proxy: string }[];
};

function inGoWords(text: string): GoUrl | null {
  const url = parseProxyUrl(text);
  if (!url) return null;
  const { credentials, ...rest } = url;
  return {
    ...rest,
    user: credentials?.user.toString('base64') ?? null,
    password: credentials?.password.toString('base64') ?? null,
  };
}

test('a URL is read as Go reads it', () => {
  const ours = Object.fromEntries(Object.keys(recorded.urls).map((text) => [text, inGoWords(text)]));
  expect(ours).toEqual(recorded.urls);
  expect(Object.values(recorded.urls).filter((url) => url?.user).length).toBeGreaterThan(40);
});

test('NO_PROXY exempts the servers that Go reaches without a proxy', () => {
  const lettersOf = (list: string): string => {
    const environment = { HTTP_PROXY: 'http://proxy:1', HTTPS_PROXY: 'http://proxy:1', NO_PROXY: list };
    return recorded.servers
      .map((server) => (environmentProxy(new URL(server), environment) ? 'p' : 'd'))
      .join('');
  };
  const ours = Object.fromEntries(Object.keys(recorded.noProxy).map((list) => [list, lettersOf(list)]));
  expect(ours).toEqual(recorded.noProxy);
  expect(new Set(Object.values(recorded.noProxy)).size).toBeGreaterThan(30);
});

/** In the words of the recording, whose URLs have no port where the variable has none. */
function choiceOf(server: string, environment: Environment): string {
  try {
    return environmentProxy(new URL(server), environment)?.url ?? 'none';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

const usual: Readonly<Record<string, string>> = { http: '80', https: '443', socks5: '1080' };

test.each(recorded.choices)('$environment for $server names $proxy', ({ environment, server, proxy }) => {
  const ours = choiceOf(server, environment);
  if (proxy === 'refused') expect(ours).toMatch(/^(HTTP_PROXY|http_proxy): is not used in a CGI program/);
  else if (/:\/\/(:|$)/.test(proxy)) expect(ours).toMatch(/^HTTPS_PROXY: names no host/);
  else if (/ /.test(proxy)) expect(ours).toMatch(/^HTTPS_PROXY: names a host that is no name/);
  else if (proxy === 'none') expect(ours).toBe('none');
  else {
    const [scheme = '', host = ''] = proxy.replace('socks5h:', 'socks5:').split('://');
    expect(ours).toBe(`${scheme}://${host.replace(/:?$/, /:\d+$/.test(host) ? '' : `:${usual[scheme]}`)}`);
  }
});

describe('a proxy', () => {
  test.each([
    ['ftp://proxy:21', 'must begin with http://, https:// or socks5://'],
    ['socks4://proxy', 'must begin with'],
    ['socks5:proxy', 'names no host'],
    ['proxy', 'must begin with'],
    ['', 'must begin with'],
    ['http://', 'names no host'],
    ['http://proxy:0', 'port'],
    ['http://proxy:65536', 'port'],
    ['http://proxy<', 'no name and no address'],
    ['http://ann:CANARY@proxy:port', 'is no URL'],
    ['http://ann:CANARY#x@proxy', 'is no URL'],
    ['http://ann:CANARY%@proxy', 'is no URL'],
    ['http://ann:CAN ARY@proxy', 'is no URL'],
    [`socks5://ann:${'CANARY'.repeat(50)}@proxy`, 'more than 255 bytes'],
  ])('that is %j is an error that does not quote it', (url, words) => {
    const make = (): ProxyServer => new ProxyServer(url, { source: 'file: clusters[a].cluster.proxy-url' });
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(words);
    expect(make).toThrow(/^file: clusters\[a\]\.cluster\.proxy-url: /);
    expect(make).not.toThrow('CANARY');
  });

  test('is known without its user name and password', () => {
    expect(new ProxyServer('http://ann:secret@proxy').url).toBe('http://proxy:80');
    expect(new ProxyServer('https://[FD00::1]').url).toBe('https://[fd00::1]:443');
    expect(new ProxyServer('socks5h://bücher.example').url).toBe('socks5://xn--bcher-kva.example:1080');
  });

  test('of a Config counts before the environment, and false means none', () => {
    const server = new URL('https://10.0.0.1:6443');
    const environment = { HTTPS_PROXY: 'http://other:1' };
    const proxy = new ProxyServer('http://own:1');
    expect(proxyOf({ proxy }, server, environment)).toBe(proxy);
    expect(proxyOf({ proxy: false }, server, environment)).toBeUndefined();
    expect(proxyOf({}, server, environment)?.url).toBe('http://other:1');
  });
});

propertyTest.prop([fc.ipV4(), fc.integer({ min: 0, max: 32 })])(
  'a range exempts what is in it, however it is written',
  (address, bits) => {
    const environment = (list: string): Environment => ({ HTTPS_PROXY: 'http://proxy', NO_PROXY: list });
    const chosen = (host: string, list: string): boolean =>
      environmentProxy(new URL(`https://${host}`), environment(list)) === undefined;
    expect(chosen(address, `${address}/${bits}`)).toBe(true);
    expect(chosen(address, `::ffff:${address}/${96 + bits}`)).toBe(true);
    expect(chosen(`[::ffff:${address}]`, `${address}/${bits}`)).toBe(true);
    expect(chosen('[2001:db8::1]', `${address}/${bits}`)).toBe(false);
  },
);

propertyTest.prop([fc.string({ unit: 'binary', maxLength: 40 })])(
  'a password comes through a URL as it was escaped',
  (password) => {
    const url = `http://ann:${encodeURIComponent(password)}@proxy`;
    expect(new ProxyServer(url).credentials()?.password.toString()).toBe(password);
  },
);
