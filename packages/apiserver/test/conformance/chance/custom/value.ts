// Values for a schema, right more often than not where a rate says so.

import { isJsonObject, type Json, type JsonObject } from '../../../../src/json/json.ts';
import type { Chance } from '../chance.ts';

const wrong: readonly Json[] = [
  null,
  'a',
  '',
  0,
  1,
  1.5,
  true,
  {},
  [],
  ['a'],
  { a: 1 },
  [null],
  [{}],
  { a: null },
];

const texts: readonly string[] = [
  '',
  'a',
  'b',
  'ab',
  'foo',
  'on',
  'abcd',
  'é',
  '👍',
  '12',
  '10%',
  'x'.repeat(11),
  'a\nb',
  'A b',
  '"',
];

const formatted: Readonly<Record<string, readonly string[]>> = {
  bsonobjectid: ['507f1f77bcf86cd799439011', 'x'],
  uri: ['http://a', '/a', 'a', '', 'http://[::1', 'a:b', 'urn:a:b'],
  email: ['a@b.c', 'a', 'A <a@b.c>', 'a@b'],
  hostname: ['a.b', 'a_b', '-a', 'a.', 'A', ''],
  ipv4: ['1.2.3.4', '01.2.3.4', '::1', '1.2.3', '::ffff:1.2.3.4'],
  ipv6: ['::1', '1.2.3.4', 'fe80::1%eth0', '::ffff:1.2.3.4', 'g::'],
  cidr: ['1.2.3.0/8', '1.2.3.4/33', '::/0', '1.2.3.4', '1.2.3.4/08'],
  mac: ['00:00:5e:00:53:01', '00-00-5e-00-53-01', '0000.5e00.5301', 'x'],
  uuid: [
    'a987fbc9-4bed-3078-cf07-9141ba07c9f3',
    'A987FBC9-4BED-3078-CF07-9141BA07C9F3',
    'x',
    'a987fbc94bed3078cf079141ba07c9f3',
  ],
  uuid3: ['a987fbc9-4bed-3078-cf07-9141ba07c9f3', '57b73598-8764-4ad0-a76a-679bb6640eb1'],
  uuid4: ['57b73598-8764-4ad0-a76a-679bb6640eb1', 'a987fbc9-4bed-3078-cf07-9141ba07c9f3'],
  uuid5: ['987fbc97-4bed-5078-9f07-9141ba07c9f3', 'a987fbc9-4bed-3078-cf07-9141ba07c9f3'],
  isbn: ['3836221195', '978-3-8362-2119-1', 'x', '0-306-40615-2'],
  isbn10: ['3836221195', '3-8362-2119-5', '080442957X', 'x'],
  isbn13: ['9783836221191', '978-3-8362-2119-1', '9783836221190'],
  creditcard: ['375556917985515', '4111 1111 1111 1111', '4111-1111-1111-1112', 'x'],
  ssn: ['111-11-1111', '111 11 1111', '00-1', '1111111111'],
  hexcolor: ['#ff0000', 'ff0000', '#f00', '#ggg'],
  rgbcolor: ['rgb(0,31,255)', 'rgb(0,31,256)', 'rgba(0,31,255,1)', 'rgb( 0 , 31 , 255 )'],
  byte: ['YQ==', 'YQ', '!', '', 'YW\nJj', 'a-_b'],
  date: ['2020-01-01', '2020-13-01', '2020-1-1', '2020-02-30'],
  duration: ['1s', '1', '1 day', '1h30m', '-1s', '1w', '', '1.5s', '1 hour', '2 weeks'],
  datetime: [
    '2020-01-01T00:00:00Z',
    '2020-01-01',
    '2020-01-01T00:00:00',
    '2020-01-01 00:00:00Z',
    '2020-01-01t00:00:00z',
  ],
  'date-time': [
    '2020-01-01T00:00:00Z',
    '2020-01-01T00:00:00.123+02:00',
    '2020-01-01T25:00:00Z',
    '2020-01-01T00:00:60Z',
    '2020-01-01T00:00Z',
  ],
  'k8s-short-name': ['a', 'A', 'a.b', 'a-'],
  'k8s-long-name': ['a.b', 'A', 'a..b', 'a.b-'],
};

const numbers: readonly Json[] = [
  ...[0, 1, 2, 3, -1, 10, 1.5, 0.1, 0.30000000000000004, -5, 1e21, 1e-7, 100, 2.5],
  ...[2147483647, 2147483648, -2147483648, -2147483649, 4294967296, 3.4e38, 3.5e38, 1e308, 2 ** 53],
  ...[
    9007199254740993n,
    9223372036854775807n,
    9223372036854775808n,
    -9223372036854775808n,
    -9223372036854775809n,
  ],
  18446744073709551616n,
];

/** `faults`: how likely it is at each place that the value is of another type, or a key is unknown. */
export function valueFor(chance: Chance, schema: Json | undefined, faults = 0): Json {
  if (!isJsonObject(schema) || chance.is(faults)) return chance.one(wrong);
  if (schema['nullable'] === true && chance.is(0.15)) return null;
  const allowed = schema['enum'];
  if (Array.isArray(allowed) && chance.is(0.7)) return chance.one(allowed as readonly Json[]);
  if (schema['x-kubernetes-int-or-string'] === true)
    return chance.one<Json>([1, 'a', '10%', 7, '5', -1, 2147483648]);
  switch (schema['type']) {
    case 'string':
      return textFor(chance, schema);
    case 'integer':
      return chance.is(0.6) ? chance.one([0, 1, 2, 4]) : chance.one(numbers);
    case 'number':
      return chance.one(numbers);
    case 'boolean':
      return chance.is(0.5);
    case 'array':
      return listFor(chance, schema, faults);
    case 'object':
      return objectFor(chance, schema, faults);
    default:
      return chance.one(wrong);
  }
}

function textFor(chance: Chance, schema: JsonObject): Json {
  const own = typeof schema['format'] === 'string' ? formatted[schema['format']] : undefined;
  return own && chance.is(0.8) ? chance.one([own[0] ?? '', ...own]) : chance.one(texts);
}

function listFor(chance: Chance, schema: JsonObject, faults: number): Json {
  const length = chance.one([0, 1, 1, 2, 2, 3]);
  return Array.from({ length }, (_, at) => {
    const item = valueFor(chance, schema['items'], faults);
    // Keys that differ, most of the time.
    return isJsonObject(item) && typeof item['k'] === 'string' && chance.is(0.8)
      ? { ...item, k: `k${at}` }
      : item;
  });
}

const keys: readonly string[] = ['a', 'b', 'x y', '', 'd-e', 'é', 'metadata'];

function objectFor(chance: Chance, schema: JsonObject, faults: number): Json {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const needed = Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : [];
  const entries = Object.entries(properties)
    .filter(([name]) => chance.is(needed.includes(name) ? 1 - faults : 0.5))
    .map(([name, property]): [string, Json] => [name, valueFor(chance, property, faults)]);
  if (schema['x-kubernetes-embedded-resource'] === true) entries.unshift(...resourceFor(chance, faults));
  const additional = schema['additionalProperties'];
  if (additional !== undefined && additional !== false)
    for (const key of keys.filter(() => chance.is(0.2)))
      entries.push([key, valueFor(chance, additional, faults)]);
  else if (chance.is(faults * 2)) entries.push(['unknown', chance.one(wrong)]);
  return Object.fromEntries(entries);
}

function resourceFor(chance: Chance, faults: number): [string, Json][] {
  const isOdd = (): boolean => chance.is(faults * 2);
  const metadata = isOdd()
    ? chance.one<Json>([
        { name: 'A' },
        { labels: { a: 'b c' } },
        { labels: { a: 1 } },
        { unknown: 1, name: 'a' },
        { annotations: { 'a b': '' } },
        { creationTimestamp: 'x' },
        { creationTimestamp: null },
        { finalizers: ['a'] },
        { ownerReferences: [{ name: 'a' }] },
        { namespace: 'A', generateName: 'x_' },
        { deletionGracePeriodSeconds: 1.5 },
        { managedFields: [{}] },
        { generation: -1 },
        { resourceVersion: '1', uid: 'a', selfLink: 'a' },
        null,
        'a',
        [],
      ])
    : { name: 'a', labels: { a: 'b' } };
  const version = isOdd() ? chance.one<Json>(['', 'a/b/c', 1, null, 'A', 'a/b']) : 'v1';
  const kind = isOdd() ? chance.one<Json>(['', 'a b', 1, null, 'a.b']) : 'Pod';
  const entries: [string, Json][] = [
    ['apiVersion', version],
    ['kind', kind],
    ['metadata', metadata],
  ];
  return entries.filter(() => !isOdd());
}
