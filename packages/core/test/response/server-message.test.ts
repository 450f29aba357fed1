import { readFileSync } from 'node:fs';
import { fc } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { serverMessage, statusName } from '../../src/response/server-message.ts';
import type { Status } from '../../src/response/status.ts';

interface Refusal {
  readonly what: string;
  readonly path: string;
  readonly status: Status;
  readonly shown: string;
}

// What kube-apiserver 1.36.3 answered to requests with made-up secrets. They stand in the patches and in the objects.
const refusals = JSON.parse(
  readFileSync(new URL('../fixtures/secret-messages.json', import.meta.url), 'utf8'),
) as readonly Refusal[];

const secretPath = ['api', 'v1', 'namespaces', 'shop', 'secrets', 'db'];
const podPath = ['api', 'v1', 'namespaces', 'shop', 'pods', 'web-0'];

describe('of an answer about credentials', () => {
  test.each(refusals)(
    '$what is told in the words of the server, without any value',
    ({ path, status, shown }) => {
      const message = serverMessage(status, path.split('/').filter(Boolean));
      expect(message).toBe(shown);
      expect(message).not.toMatch(/hunter|aHVudGVy|9817|98765|424242|4711|68756e|6b696e64|LS0t/);
    },
  );

  test.each<[string, string]>([
    [
      'a webhook',
      'admission webhook "policy.example.com" denied the request: the password hunter2 is too weak',
    ],
    ['Go, of a map', 'cannot use map[data:map[password:hunter2]] as data'],
    ['Go, of a struct', 'expected string, got &value.valueUnstructured{Value:hunter2}'],
    ['Go, of bytes', 'expected prefix [104 117 110 116 101 114 50]'],
    ['a quote that is not closed', 'Invalid value: "hunter2'],
    ['a quote in a quote', 'Invalid value: "a "hunter2" b"'],
    ['lines', 'bad:\nhunter2\n- hunter2'],
    ['an assignment', 'password=hunter2'],
    ['a number', 'the pin 3141 is in use'],
    ['back quotes', 'cannot unmarshal !!str `hunter2` into int'],
  ])('nothing of an object is repeated that was quoted by %s', (_, message) => {
    expect(serverMessage({ message }, secretPath)).not.toMatch(/hunter2|3141|104 117/);
  });

  test('no word of a value is repeated, wherever the server puts it', () => {
    const value = fc.stringMatching(/^[a-z]{3,8}[0-9]{2,4}[A-Z!#%&*+=~^]{1,3}$/);
    const frame = fc.constantFrom(
      (text: string) => `Invalid value: "${text}": field is immutable`,
      (text: string) => `got &{${text}}`,
      (text: string) => `got ${text}, expected string`,
      (text: string) => `map[a:${text} b:${text}]`,
      (text: string) => `'${text}' and \`${text}\` (${text})`,
      (text: string) => `{"a":"\\"${text}\\""} ${text}"`,
    );
    fc.assert(
      fc.property(value, frame, (text, put) => {
        expect(serverMessage({ message: put(text) }, secretPath)).not.toContain(text);
      }),
    );
  });

  test.each<[string, readonly string[], Pick<Status, 'details' | 'message'>]>([
    ['the path', secretPath, {}],
    ['a path of the old way to watch', ['api', 'v1', 'watch', 'secrets'], {}],
    ['a path behind a gateway', ['k8s', 'clusters', 'c-1', ...secretPath], {}],
    ['the path of a token', ['api', 'v1', 'namespaces', 'shop', 'serviceaccounts', 'web', 'token'], {}],
    ['a path of custom credentials', ['apis', 'example.com', 'v1', 'sealedsecrets'], {}],
    ['the resource that the details name', [], { details: { kind: 'secrets' } }],
    ['the kind that the details name', [], { details: { kind: 'Secret' } }],
    ['the message', podPath, { message: 'Secret "a" is invalid: type: Invalid value: "hunter2"' }],
  ])('%s tells that it is about them', (_, about, status) => {
    const message = 'type: Invalid value: "hunter2": field is immutable';
    expect(serverMessage({ message, ...status }, about)).toContain('Invalid value: "…"');
  });

  test('the namespace called secrets holds pods like any other', () => {
    const about = ['api', 'v1', 'namespaces', 'secrets', 'pods', 'web-0'];
    const message = 'spec.nodeName: Invalid value: "x": no such node';
    expect(serverMessage({ message }, about)).toBe(message);
  });
});

describe('of any other answer', () => {
  test.each<[what: string, message: string, shown: string]>([
    ['as it came', 'pods "web-0" not found', 'pods "web-0" not found'],
    [
      'with what is invalid',
      'Pod "x" is invalid: spec.image: Invalid value: " a": must not have whitespace',
      'Pod "x" is invalid: spec.image: Invalid value: " a": must not have whitespace',
    ],
    ['on one line', 'conflicts with "a":\n- .data.x\n', 'conflicts with "a":\\n- .data.x'],
    ['without commands to a terminal', 'a\u001b[2Jb\u009bc\u0000', 'a\\u001b[2Jb\\u009bc\\u0000'],
    ['without what turns or hides text', 'a\u202eb\u200bc\u2028d', 'a\\u202eb\\u200bc\\u2028d'],
    ['without halves of characters', 'a\ud800b 😀 \udc00', 'a\\ud800b 😀 \\udc00'],
    [
      'without bearer tokens',
      'no route for GET /, Authorization: Bearer s3cret, Basic aTpi',
      'no route for GET /, Authorization: Bearer … Basic …',
    ],
    ['with what is said of bearer tokens', 'invalid bearer token', 'invalid bearer token'],
    ['without JSON web tokens', 'bad eyJhbGciOi.eyJpc3M.c2lnbmF0dXJl', 'bad …'],
    [
      'without private keys',
      'bad -----BEGIN PRIVATE KEY-----\naGk=\n-----END PRIVATE KEY----- here',
      'bad … here',
    ],
    ['without private keys in base64', 'bad LS0tLS1CRUdJTiBQUklWQVRF here', 'bad … here'],
    [
      'with the beginning of a long value',
      `Invalid value: "${'a'.repeat(5000)}": no`,
      `Invalid value: "${'a'.repeat(100)}…": no`,
    ],
    ['with its first 1000 characters', 'a '.repeat(600), `${'a '.repeat(500)}…`],
  ])('a message is told %s', (_, message, shown) => {
    expect(serverMessage({ message }, podPath)).toBe(shown);
  });

  test('the reason is told that stands behind a quoted megabyte', () => {
    const message = `"" is invalid: patch: Invalid value: "${'{\\"a\\":'.repeat(200_000)}": cannot unmarshal`;
    expect(serverMessage({ message }, podPath)).toMatch(
      /^"" is invalid: patch: Invalid value: .{101}…": cannot unmarshal$/,
    );
    expect(serverMessage({ message }, secretPath)).toBe(
      '"" is invalid: patch: Invalid value: "…": cannot unmarshal',
    );
  });

  test.each<unknown>([undefined, '', 5, {}, ['x'], { toString: 'x' }])('%j is no message', (message) => {
    expect(serverMessage({ message } as { message: string }, podPath)).toBeUndefined();
  });
});

test.each<[Status, string]>([
  [{ code: 404, reason: 'NotFound' }, '404 NotFound'],
  [{ code: 500 }, '500'],
  [{ reason: 'Gone' }, 'Gone'],
  [{ code: 400, reason: 'a\nb' }, '400 a\\nb'],
  [{ code: { toString: 'x' }, reason: [] } as unknown as Status, ''],
])('the name of %j is %j', (status, name) => {
  expect(statusName(status)).toBe(name);
});
