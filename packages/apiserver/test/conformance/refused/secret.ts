import { refusals } from '../refusals.ts';

const of = (type: string, stringData: object | null = null): object => ({
  type: `kubernetes.io/${type}`,
  data: null,
  stringData,
});

const pem = (type: string): string => `-----BEGIN ${type}-----\nYQ==\n-----END ${type}-----\n`;

const tls = (certificate: string, key: string): object =>
  of('tls', { 'tls.crt': certificate, 'tls.key': key });

export const group = refusals({
  resource: 'v1 secrets',
  valid: {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a' },
    data: { key: 'YQ==' },
    immutable: true,
  },
  refused: {
    'a bad name': { metadata: { name: 'A_b' } },
    'a bad key': { data: { 'a b': '' } },
    'a bad key of text': { stringData: { 'a/b': '' } },
    'a key that climbs': { data: { '..': '' } },
    'bytes that are none': { data: { key: '-' } },
    'large data': { stringData: { key: 'a'.repeat(1024 * 1024 + 1) } },
    'a token of no account': of('service-account-token'),
    'a token of an empty account': {
      metadata: { annotations: { 'kubernetes.io/service-account.name': '' } },
      type: 'kubernetes.io/service-account-token',
    },
    'no configuration': of('dockerconfigjson', { other: '{}' }),
    'a configuration that is no JSON': of('dockerconfigjson', { '.dockerconfigjson': 'auths' }),
    'an empty configuration': of('dockerconfigjson', { '.dockerconfigjson': '' }),
    'a configuration that is a list': of('dockerconfigjson', { '.dockerconfigjson': '[]' }),
    'a configuration that is a text': of('dockerconfigjson', { '.dockerconfigjson': '"a"' }),
    'a configuration that is a number': of('dockerconfigjson', { '.dockerconfigjson': '1' }),
    'no old configuration': of('dockercfg'),
    'an old configuration that is open': of('dockercfg', { '.dockercfg': '{"a":' }),
    'an old configuration that is a flag': of('dockercfg', { '.dockercfg': 'true' }),
    'no name and no password': of('basic-auth', { other: 'a' }),
    'no key of ssh': of('ssh-auth'),
    'an empty key of ssh': of('ssh-auth', { 'ssh-privatekey': '' }),
    'no certificate': of('tls', { 'tls.key': 'a' }),
    'no key of a certificate': of('tls', { 'tls.crt': 'a' }),
    'neither of them': of('tls'),
  },
  taken: {
    'no data': { data: null },
    'a type of others': { type: 'example.com/a' },
    'an empty type': { type: '' },
    'a token': {
      metadata: { annotations: { 'kubernetes.io/service-account.name': 'gone' } },
      type: 'kubernetes.io/service-account-token',
    },
    'a configuration': of('dockerconfigjson', { '.dockerconfigjson': '{"auths":{}}' }),
    'a configuration of nothing': of('dockerconfigjson', { '.dockerconfigjson': 'null' }),
    'an old configuration': of('dockercfg', { '.dockercfg': '{}' }),
    'a name alone': of('basic-auth', { username: '' }),
    'a password alone': of('basic-auth', { password: '' }),
    'a key of ssh': of('ssh-auth', { 'ssh-privatekey': 'a' }),
    'an empty pair': tls('', ''),
    'a pair of no key': tls(pem('CERTIFICATE'), ''),
    'a pair of certificates': tls(pem('CERTIFICATE'), pem('CERTIFICATE')),
    'a pair that is switched': tls(pem('PRIVATE KEY'), pem('CERTIFICATE')),
    'a pair of other blocks': tls(pem('A') + pem('B'), pem('CERTIFICATE')),
    'a key of other blocks': tls(pem('CERTIFICATE'), pem('A')),
    'a pair of garbage': tls(pem('CERTIFICATE'), pem('EC PRIVATE KEY')),
  },
  refusedChanges: {
    'another type': { type: 'example.com/a' },
    'a type of a pair': { type: 'kubernetes.io/tls' },
    'another value': { data: { key: 'Yg==' } },
    'another text': { stringData: { key: 'b' } },
    'not immutable': { immutable: false },
    'nothing of immutability': { immutable: null },
    'all of it': { immutable: null, data: { 'a b': '' }, type: 'kubernetes.io/ssh-auth' },
  },
  takenChanges: {
    'a label': { metadata: { labels: { a: 'b' } } },
    'the same text': { stringData: { key: 'a' } },
    'no type': { type: null },
  },
});
