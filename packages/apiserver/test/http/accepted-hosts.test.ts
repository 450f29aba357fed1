import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { acceptedHosts, hostName } from '../../src/http/accepted-hosts.ts';

describe('the name in a Host header', () => {
  test.each([
    ['localhost', 'localhost'],
    ['LocalHost:8080', 'localhost'],
    ['localhost.', 'localhost'],
    ['localhost.:80', 'localhost'],
    ['api_server:6443', 'api_server'],
    ['127.0.0.1:1', '127.0.0.1'],
    ['[::1]', '[::1]'],
    ['[0:0:0:0:0:0:0:1]:8080', '[::1]'],
    ['[::FFFF:127.0.0.1]', '[::ffff:7f00:1]'],
  ])('of %s is %s', (header, name) => {
    expect(hostName(header)).toBe(name);
  });

  test.each([
    '',
    '.',
    ':8080',
    'user@localhost',
    'user:password@localhost:80',
    'localhost:80@evil.example',
    'localhost,evil.example',
    'localhost evil.example',
    'localhost/',
    'localhost..',
    'localhost:port',
    'localhost:80:80',
    'localhost:65536',
    '[::1].',
    '[::1].:80',
    '::1',
    '[::1',
    '[::1]x',
    '[1]',
    'http://localhost',
    'böse.example',
    'localhost%00',
    'localhost\u0000',
  ])('is not there in %j', (header) => {
    expect(hostName(header)).toBeUndefined();
  });
});

describe('a listener', () => {
  const loopback = acceptedHosts('127.0.0.1');

  test.each(['localhost:1', '127.0.0.1', '127.1.2.3:80', '[::1]:80'])('answers to %s', (host) => {
    expect(loopback.accepts(host)).toBe(true);
  });

  test.each([
    'evil.example',
    'localhost.evil.example',
    'evil.localhost',
    '127.0.0.1.evil.example',
    '127.evil.example',
    '127.0.0.1e',
    '2130706433',
    '0x7f.1',
    '127.1',
    '0.0.0.0',
    '[::]',
    '10.0.0.1',
    '[::ffff:10.0.0.1]',
    '',
  ])('does not answer to %j', (host) => {
    expect(loopback.accepts(host)).toBe(false);
  });

  test.each([
    ['0.0.0.0', '0.0.0.0:80'],
    ['::', '[::]:80'],
    ['fe80::1%eth0', '[fe80::1]'],
    ['Shop.Example', 'shop.example'],
  ])('bound to %s answers to %s', (bound, host) => {
    expect(acceptedHosts(bound).accepts(host)).toBe(true);
  });

  test.each([
    ['10.0.0.7', '10.0.0.7:8080'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['fd00::7', '[fd00::7]'],
  ])('that was reached at %s answers to %s', (local, host) => {
    expect(acceptedHosts('::').accepts(host, local)).toBe(true);
    expect(acceptedHosts('::').accepts('10.0.0.8', local)).toBe(false);
  });

  test('answers to the names that it is given, and to no longer ones', () => {
    const named = acceptedHosts('0.0.0.0', ['API', 'fd00::1', /^.*\.shop\.internal$/g]);
    for (const host of ['api', 'api:8080', 'API.', '[fd00::1]', 'a.shop.internal', 'b.shop.internal:80'])
      expect([host, named.accepts(host)]).toEqual([host, true]);
    for (const host of ['api.evil.example', 'xapi', 'shop.internal', 'a.shop.internal.evil.example'])
      expect([host, named.accepts(host)]).toEqual([host, false]);
  });

  const pieces = fc.constantFrom(
    ...[
      'localhost',
      'evil.example',
      '127.0.0.1',
      '127',
      '0',
      '1',
      '2130706433',
      '0x7f',
      '[::1]',
      '::1',
      '[',
      ']',
    ],
    ...[
      '.',
      ':',
      ':80',
      '@',
      '/',
      '\\\\',
      '?',
      '#',
      '%',
      '%2e',
      '%00',
      ' ',
      '\t',
      ',',
      '-',
      '_',
      'api',
      '。',
      'ⓛ',
      '\u0000',
    ],
  );
  property.prop([fc.array(pieces, { maxLength: 6 })])(
    'answers to no text that a browser takes for another name',
    (parts) => {
      const host = parts.join('');
      if (!acceptedHosts('127.0.0.1', ['api']).accepts(host)) return;
      const { hostname, username, pathname } = new URL(`http://${host}`);
      expect([username, pathname]).toEqual(['', '/']);
      expect(hostname.replace(/\.$/, '')).toMatch(/^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|api)$/);
    },
  );

  test.each(['http://api', 'api/', '', 'a b'])('takes %j for no name', (name) => {
    expect(() => acceptedHosts('127.0.0.1', [name])).toThrow(/acceptHosts: .* is no name of a host/);
  });
});
