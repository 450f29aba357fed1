import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { impersonationLayer } from '../../../src/service/layers/impersonation.ts';
import { defaultUserAgent, userAgentLayer } from '../../../src/service/layers/user-agent.ts';
import { parseWarnings, warningsLayer } from '../../../src/service/layers/warnings.ts';
import { get } from '../../support/requests.ts';
import { ok, script } from '../../support/script.ts';

describe('the impersonation layer', () => {
  test('names the user, and each group and extra in a header of its own', async () => {
    const { service, requests } = script(ok());
    const layer = impersonationLayer({
      user: 'jane',
      uid: '17',
      groups: ['dev', 'a,b'],
      extra: { scopes: ['view', 'edit'], 'Acme.com/Reason': ['x'] },
    });
    await layer(service)(get('/version'));
    expect(requests[0]?.headers).toMatchObject({
      accept: 'application/json',
      'impersonate-user': 'jane',
      'impersonate-uid': '17',
    });
    expect(requests[0]?.repeatedHeaders).toEqual({
      'impersonate-group': ['dev', 'a,b'],
      'impersonate-extra-scopes': ['view', 'edit'],
      'impersonate-extra-acme.com%2Freason': ['x'],
    });
  });

  test('sends a name beyond ASCII as the bytes of UTF-8', async () => {
    const { service, requests } = script(ok());
    await impersonationLayer({ user: 'Jürgen' })(service)(get('/version'));
    expect(Buffer.from(requests[0]?.headers['impersonate-user'] ?? '', 'latin1').toString('utf8')).toBe(
      'Jürgen',
    );
  });
});

describe('the user-agent layer', () => {
  test('says kube-rx and the version of its package', async () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    expect(defaultUserAgent()).toBe(`kube-rx/${version}`);
    const { service, requests } = script(ok());
    await userAgentLayer()(service)(get('/version'));
    expect(requests[0]?.headers['user-agent']).toBe(`kube-rx/${version}`);
  });

  test('leaves the name that a request has', async () => {
    const { service, requests } = script(ok());
    await userAgentLayer('mine/1')(service)(get('/version', { headers: { 'user-agent': 'other/2' } }));
    expect(requests[0]?.headers['user-agent']).toBe('other/2');
  });
});

describe('the warnings layer', () => {
  test.each([
    ['one text', '299 - "policy/v1beta1 is deprecated"', ['policy/v1beta1 is deprecated']],
    ['several in one header', '299 - "one, two", 299 k8s "three"', ['one, two', 'three']],
    [
      'quotes and backslashes',
      String.raw`299 - "field \"a\\b\" is unknown"`,
      [String.raw`field "a\b" is unknown`],
    ],
    ['other codes, which are for caches', '110 - "Response is Stale"', []],
    ['a text that looks like a warning', '299 - "see 299 - for more"', ['see 299 - for more']],
    ['no warning at all', 'nonsense', []],
    ['an unfinished quote', '299 - "cut', []],
    ['UTF-8 that came as Latin-1', `299 - "${Buffer.from('ключ é').toString('latin1')}"`, ['ключ é']],
    ['text that came whole', '299 - "ключ é"', ['ключ é']],
    ['Latin-1', '299 - "é"', ['é']],
  ])('reads %s', (_, header, texts) => {
    expect(parseWarnings(header)).toEqual(texts);
  });

  test('tells each warning with the request that it answers, and hands the answer on', async () => {
    const told: string[] = [];
    const { service } = script(ok({}, { warning: '299 - "a", 299 - "b"' }), ok());
    const layer = warningsLayer((text, request) => told.push(`${request.path}: ${text}`))(service);
    expect(await layer(get('/one'))).toMatchObject({ status: 200 });
    await layer(get('/two'));
    expect(told).toEqual(['/one: a', '/one: b']);
  });
});
