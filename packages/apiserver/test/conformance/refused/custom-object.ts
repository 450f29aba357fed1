import { customKind } from '../custom-kind.ts';
import { isRefused, isTaken } from '../refusals.ts';
import type { Group } from '../session.ts';

const text = { type: 'string' };
const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const array = (items: object, more: object = {}): object => ({ type: 'array', items, ...more });
const formatted = (format: string, type = 'string'): object => ({ type, format });
const keep = { 'x-kubernetes-preserve-unknown-fields': true };
const embedded = { 'x-kubernetes-embedded-resource': true };
const either = { 'x-kubernetes-int-or-string': true };
const keyed = (...keys: readonly string[]): object => ({
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': keys,
});

const formats = [
  'bsonobjectid uri email hostname ipv4 ipv6 cidr mac uuid uuid3 uuid4 uuid5 isbn isbn10 isbn13 creditcard ssn',
  'hexcolor rgbcolor byte password date duration datetime date-time k8s-short-name k8s-long-name',
]
  .join(' ')
  .split(' ');

/** A field for each thing that a schema can say. */
const fields = {
  ...Object.fromEntries(formats.map((format) => [format, formatted(format)])),
  int32: formatted('int32', 'integer'),
  int64: formatted('int64', 'integer'),
  whole: { type: 'integer' },
  float: formatted('float', 'number'),
  double: formatted('double', 'number'),
  number: { type: 'number' },
  flag: { type: 'boolean' },
  text,
  either,
  both: { ...either, anyOf: [{ type: 'integer' }, { type: 'string' }], maximum: 10, maxLength: 3 },
  bounded: { type: 'integer', minimum: 2, maximum: 10, multipleOf: 2 },
  within: { type: 'integer', minimum: 2, exclusiveMinimum: true, maximum: 10, exclusiveMaximum: true },
  fraction: { type: 'number', multipleOf: 0.1, minimum: 0.25, maximum: 1.5 },
  halves: { type: 'integer', multipleOf: 0.5, maximum: 10.5 },
  bits: { type: 'number', multipleOf: 0.5 },
  small: { type: 'number', maximum: 0.00001, minimum: 1e-9 },
  length: { ...text, minLength: 2, maxLength: 4, pattern: '^a' },
  one: { ...text, maxLength: 1 },
  choice: { ...text, enum: ['a', 'b'] },
  numbers: { type: 'number', enum: [1, 2.5] },
  shapes: { ...keep, enum: [{ a: 1 }, [1], true, 'a', 65] },
  maybe: { ...text, nullable: true },
  maybeOne: { ...text, nullable: true, enum: ['a'] },
  filled: { ...text, default: 'x' },
  filledMaybe: { ...text, nullable: true, default: 'x' },
  open: { type: 'object', ...keep },
  openList: { type: 'array', items: object({ a: text }), ...keep },
  known: object({ a: text, b: object({ c: text }, keep) }),
  labels: { type: 'object', additionalProperties: { ...text, maxLength: 2 } },
  anything: { type: 'object', additionalProperties: true },
  nothing: { type: 'object', additionalProperties: false },
  filledMap: { type: 'object', additionalProperties: { ...text, default: 'x' } },
  sized: { type: 'object', additionalProperties: text, minProperties: 1, maxProperties: 2 },
  list: array(text, { minItems: 1, maxItems: 2 }),
  filledList: array({ ...text, default: 'x' }),
  maybeList: array({ ...text, nullable: true }),
  deep: array(
    object({
      a: { ...text, default: 'x' },
      b: object({ c: { type: 'integer', default: 1 } }, { default: {} }),
    }),
  ),
  set: array(text, { 'x-kubernetes-list-type': 'set' }),
  sets: array(object({ a: text }, { 'x-kubernetes-map-type': 'atomic' }), {
    'x-kubernetes-list-type': 'set',
  }),
  map: array(object({ name: text, value: text }, { required: ['name'] }), keyed('name')),
  pairs: array(
    object({ name: { ...text, default: 'n' }, port: { type: 'integer', default: 1 } }),
    keyed('name', 'port'),
  ),
  setsOf: { type: 'object', additionalProperties: array(text, { 'x-kubernetes-list-type': 'set' }) },
  needy: object({ a: text, b: text }, { required: ['a', 'b'] }),
  any: object({ a: text, b: text }, { anyOf: [{ required: ['a'] }, { required: ['b'] }] }),
  exactly: object({ a: text, b: text }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
  all: { ...text, allOf: [{ minLength: 2 }, { maxLength: 3 }] },
  allOf: { ...text, allOf: [{ minLength: 2 }, { pattern: '^a' }] },
  not: { ...text, not: { pattern: '^a' } },
  best: object(
    { a: { type: 'integer' }, b: { type: 'integer' } },
    {
      anyOf: [
        { properties: { a: { maximum: 1 } } },
        { properties: { a: { maximum: 2 }, b: { minimum: 5 } } },
      ],
    },
  ),
  loose: { ...keep, format: 'date' },
  oddFormat: { type: 'integer', format: 'fancy' },
  resource: object(
    { spec: object({ a: text }), metadata: object({ name: { ...text, maxLength: 5 } }) },
    embedded,
  ),
  openResource: { type: 'object', ...embedded, ...keep },
  resources: array({ type: 'object', ...embedded, ...keep }),
};

const resource = (more: object = {}): object => ({ apiVersion: 'v1', kind: 'Pod', ...more });
const labelled = (metadata: object): object => ({ openResource: resource({ metadata }) });

const refused: Readonly<Record<string, object>> = {
  'a number as text': { text: 1 },
  'a list as text': { text: [] },
  'an object as text': { text: {} },
  'text as a number': { number: '1' },
  'text as a whole number': { whole: '1' },
  'text as a flag': { flag: 'true' },
  'a fraction as a whole number': { whole: 1.5 },
  'beyond int32': { int32: 2147483648 },
  'below int32': { int32: -2147483649 },
  'a fraction as int32': { int32: 1.5 },
  'beyond int64': { int64: 1e30 },
  'beyond what is whole': { whole: 1e30 },
  'beyond a float': { float: 1e39 },
  'a flag as a number': { float: true },
  'a flag as int64': { int64: true },
  'a flag as either': { either: true },
  'a fraction as either': { either: 1.5 },
  'an object as either': { either: {} },
  'too large for both': { both: 11 },
  'too long for both': { both: 'abcd' },
  'a flag as both': { both: false },
  'too small': { bounded: 0 },
  'too large': { bounded: 12 },
  'no multiple': { bounded: 3 },
  'too large and no multiple': { bounded: 13 },
  'at an exclusive minimum': { within: 2 },
  'at an exclusive maximum': { within: 10 },
  'no multiple of a fraction': { fraction: 0.55 },
  'below a fraction': { fraction: 0.2 },
  'a whole number above a fraction': { fraction: 2 },
  'halves of whole numbers': { halves: 4 },
  'above whole halves': { halves: 12 },
  'a whole number and half multiples': { bits: 2 },
  'above a tiny maximum': { small: 1 },
  'too short': { length: 'a' },
  'too long': { length: 'abcde' },
  'too long for one': { one: 'ab' },
  'not of the pattern': { length: 'bcd' },
  'none of the choices': { choice: 'c' },
  'a number for a choice': { choice: 1 },
  'none of the numbers': { numbers: 3 },
  'none of the shapes': { shapes: { b: 1, a: 2 } },
  'null in an enumeration': { maybeOne: null },
  'too long a label': { labels: { a: 'abc' } },
  'a number as a label': { labels: { a: 1 } },
  'more than nothing': { nothing: { a: 1 } },
  'too few properties': { sized: {} },
  'too many properties': { sized: { a: 'a', b: 'b', c: 'c' } },
  'too few items': { list: [] },
  'too many items': { list: ['a', 'b', 'c'] },
  'null among items': { list: [null] },
  'an item of another type': { list: ['a', 1] },
  'an object as a list': { list: { a: 1 } },
  'twice in a set': { set: ['a', 'b', 'a', 'a'] },
  'an object twice in a set': { sets: [{ a: 'x' }, { a: 'x' }] },
  'a key twice': { map: [{ name: 'a' }, { name: 'a', value: 'b' }] },
  'no key in a map': { map: [{ value: 'a' }] },
  'two keys twice': {
    pairs: [
      { name: 'a', port: 2 },
      { port: 2, name: 'a' },
    ],
  },
  'keys twice by default': { pairs: [{}, {}] },
  'text in a map': { map: ['a'] },
  'twice in a set within a map': { setsOf: { 'a.b': ['x', 'x'] } },
  'nothing of what is needed': { needy: {} },
  'null of what is needed': { needy: { a: null, b: 'b' } },
  'none of any': { any: {} },
  'none of one': { exactly: {} },
  'two of one': { exactly: { a: 'a', b: 'b' } },
  'not all': { all: 'a' },
  'none of all': { allOf: 'b' },
  'what must not be': { not: 'ab' },
  'the better branch': { best: { a: 3, b: 5 } },
  'the other branch': { best: { a: 3, b: 4 } },
  'an object where a date is': { loose: {} },
  'a list for a resource': { resource: [] },
  'a resource without a kind': { openResource: { apiVersion: 'v1' } },
  'a resource without anything': { openResource: {} },
  'a resource with an empty kind': { openResource: resource({ kind: '' }) },
  'a resource with a kind that is none': { openResource: resource({ kind: 'a b' }) },
  'a resource with a number as kind': { openResource: resource({ kind: 1 }) },
  'a resource with an empty version': { openResource: resource({ apiVersion: '' }) },
  'a resource with a version that is none': { openResource: resource({ apiVersion: 'a/b/c' }) },
  'a resource with text as metadata': { openResource: resource({ metadata: 'x' }) },
  'a resource with a label that is none': labelled({ labels: { 'a b': 'c' } }),
  'a resource with a label that is a number': labelled({ labels: { a: 1 } }),
  'a resource with a name that is none': labelled({ name: 'a/b' }),
  'a resource with a namespace that is none': labelled({ namespace: 'A' }),
  'a resource with a finalizer that is none': labelled({ finalizers: ['a b'] }),
  'a resource with an owner that is none': labelled({ ownerReferences: [{ kind: 'A' }] }),
  'a resource with too long a name': { resource: resource({ metadata: { name: 'abcdef' } }) },
  'a resource in a list without a kind': { resources: [{ apiVersion: 'v1' }] },
  'a resource with a time that is none': labelled({ creationTimestamp: 'now' }),
};

const taken: Readonly<Record<string, object>> = {
  nothing: {},
  'whole numbers': { whole: 1, int32: -2147483648, int64: 9007199254740991, float: 1, double: 1e300 },
  'a whole number as a float': { whole: 5.0, number: 5 },
  'text for either': { either: 'a', both: 'abc' },
  'numbers for either': { either: 5, both: 10 },
  'in bounds': { bounded: 10, within: 9, fraction: 0.3, small: 0.000001 },
  'bits and halves': { bits: 1.5 },
  'of the pattern': { length: 'ab', all: 'abc', not: 'b', one: '\u00e9' },
  'a number for one that is near': { numbers: 1.5 },
  'a shape': { shapes: { a: 1 } },
  'a list as a shape': { shapes: [1] },
  'a number for a character': { shapes: 97 },
  'null where it may be': { maybe: null, filledMaybe: null, maybeList: [null, 'a'] },
  'null where it may not be': { text: null, filled: null, known: null, labels: { a: null } },
  'null in what is open': { open: { a: null, b: { c: null } }, anything: { a: null } },
  'null with a default': { filledList: [null], filledMap: { a: null } },
  'null within': { deep: [{ a: null, b: null }, { b: { c: null } }] },
  'defaults within': { deep: [{}, { a: 'y' }] },
  'unknown fields': { unknown: 1, known: { a: 'a', x: 1, b: { c: 'c', y: 1 } } },
  'unknown fields in what is open': { open: { a: { b: 1 } } },
  'unknown fields in a list that is open': { openList: [{ a: 'a', b: 1 }] },
  'unknown fields in anything': { anything: { a: { b: 1 }, c: [{ d: 1 }], e: 'x' } },
  'a set': { set: ['a', 'b'], sets: [{ a: 'x' }, { a: 'y' }] },
  'a map': { map: [{ name: 'a' }, { name: 'b' }] },
  pairs: { pairs: [{}, { port: 2 }, { name: 'm' }] },
  'sets in a map': { setsOf: { a: ['x'], b: ['x'] } },
  'any of two': { any: { a: 'a' } },
  'both of any': { any: { a: 'a', b: 'b' } },
  'one of two': { exactly: { b: 'b' } },
  'the second branch': { best: { a: 2, b: 5 } },
  'a date or not': { loose: 'x'.length > 0 ? '2020-02-29' : '' },
  'a format that nobody knows': { oddFormat: 1 },
  'a resource': {
    resource: resource({ spec: { a: 'a', b: 1 }, metadata: { name: 'abc' }, status: { a: 1 } }),
  },
  'a resource with unknown metadata': {
    openResource: resource({ metadata: { unknown: 1, labels: { a: 'b' } }, x: 1 }),
  },
  'a resource with empty metadata': {
    openResource: resource({ metadata: { name: '', labels: {}, finalizers: [] } }),
  },
  'a resource with null metadata': { openResource: resource({ metadata: null }) },
  'a resource with times': labelled({
    creationTimestamp: '2020-01-01T00:00:00Z',
    generation: 5,
    resourceVersion: '7',
  }),
  'a resource without a time': labelled({ creationTimestamp: null, name: 'a' }),
  'resources in a list': { resources: [resource({ metadata: { a: 1 } }), resource({ spec: { a: 1 } })] },
  'a kind of its own': { openResource: resource({ kind: 'My-Kind', apiVersion: 'example.com/v1' }) },
  'a password': { password: 'whatever' },
};

/** By format: texts of it, and texts that are not. */
const texts: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  bsonobjectid: [['507f1f77bcf86cd799439011'], ['507f1f77bcf86cd79943901', 'x']],
  uri: [
    ['http://a/b?c', '/a', 'mailto:a@b', 'http://[::1]:80/'],
    ['a', '', 'http://a b/', 'http://a/%zz', ':a', 'http://a:x/'],
  ],
  email: [
    ['a@b', 'A B <a@b.c>', '"a b"@c', 'a@[1.2.3.4]', 'a@b (c)'],
    ['a', 'a@', '@b', 'a@b c', 'a..b@c', 'a@b.', '<a@b>x'],
  ],
  hostname: [
    ['a', 'a.bc', 'a-b.example', 'ab', 'a-b', '\u00e9.com'],
    ['a-b-c', 'a.b', '-a', 'a_b.com', '', `${'a'.repeat(64)}.com`],
  ],
  ipv4: [
    ['1.2.3.4', '01.2.3.4', '::ffff:1.2.3.4'],
    ['1.2.3', '1.2.3.256', '::1', ''],
  ],
  ipv6: [
    ['::1', '::ffff:1.2.3.4', 'FE80::1'],
    ['1.2.3.4', ':::', '::1%eth0'],
  ],
  cidr: [
    ['10.0.0.0/8', '::/0', '10.0.0.1/8', '010.0.0.0/8'],
    ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/-1'],
  ],
  mac: [
    ['00:00:5e:00:53:01', '0000.5e00.5301', '00-00-5e-00-53-01', '02:00:5e:10:00:00:00:01'],
    ['00:00:5e:00:53', '00:00-5e:00:53:01', 'x'],
  ],
  uuid: [
    ['01234567-89AB-cdef-0123-456789abcdef', '0123456789abcdef0123456789abcdef'],
    ['01234567-89ab-cdef-0123-456789abcde'],
  ],
  uuid3: [['01234567-89ab-3def-0123-456789abcdef'], ['01234567-89ab-4def-0123-456789abcdef']],
  uuid4: [['01234567-89ab-4def-8123-456789abcdef'], ['01234567-89ab-4def-0123-456789abcdef']],
  uuid5: [['01234567-89ab-5def-8123-456789abcdef'], ['01234567-89ab-4def-8123-456789abcdef']],
  isbn: [
    ['0321751043', '978-0321751041'],
    ['0321751044', '1'],
  ],
  isbn10: [['0-321-75104-3', '080442957X'], ['978-0321751041']],
  isbn13: [['978-0321751041'], ['978-0321751042', '0321751043']],
  creditcard: [
    ['4111 1111 1111 1111', '4111-1111-1111-1111'],
    ['4111 1111 1111 1112', '1'],
  ],
  ssn: [
    ['123-45-6789', '123 45 6789'],
    ['123456789', '12-345-6789'],
  ],
  hexcolor: [
    ['#FFF', 'a0b1c2'],
    ['#FFFF', 'red'],
  ],
  rgbcolor: [
    ['rgb(0,10,255)', 'rgb( 1 , 2 , 3 )'],
    ['rgb(0,0,256)', 'rgb(1,2)'],
  ],
  byte: [
    ['YQ==', 'YWJj'],
    ['', 'YQ', 'YQ=', 'Y===', 'YW-_'],
  ],
  date: [
    ['2020-02-29', '0000-01-01', '1900-02-28'],
    ['2021-02-29', '1900-02-29', '2020-1-1', '2020-13-01', '2020-01-00', ''],
  ],
  'date-time': [
    ['2020-01-01T00:00:00Z', '2020-01-01t23:59:59.5+01:00', '2020-01-01T00:00:00-99:99'],
    [
      '2020-01-01',
      '2020-01-01T24:00:00Z',
      '2020-01-01 00:00:00Z',
      '2020-01-01T00:00:60Z',
      '2020-01-01T00:00:00',
    ],
  ],
  duration: [
    ['1h30m', '-1.5s', '0', '2 days', '3 weeks and 1 hour', '1.s', '.5h', '5 min'],
    ['', '1', 'h', '1 parsec', '1.h.', '99999999999999999999 days'],
  ],
  'k8s-short-name': [
    ['a-b', '0'],
    ['A', 'a.b', '-a', 'a'.repeat(64)],
  ],
  'k8s-long-name': [
    ['a.b', 'a-b.0'],
    ['A', 'a..b', 'a.-b'],
  ],
};

export const group: Group = async (t) => {
  const kind = await customKind(t, [
    {
      name: 'v1',
      served: true,
      storage: true,
      schema: { openAPIV3Schema: object({ spec: object(fields) }) },
    },
  ]);
  const at = kind.at('v1');
  const dryRun = { dryRun: 'All' };
  const send = async (note: string, spec: object, only: readonly string[]): Promise<void> => {
    await t.post(at, kind.object('a', { spec }), { query: dryRun, note, only });
  };
  for (const [note, spec] of Object.entries(refused)) await send(isRefused + note, spec, ['kind']);
  for (const [note, spec] of Object.entries(taken)) await send(isTaken + note, spec, ['kind', 'spec']);
  for (const [format, [good, bad]] of Object.entries(texts)) {
    for (const one of good) await send(`${isTaken}${format} ${one}`, { [format]: one }, ['kind']);
    for (const one of bad) await send(`${isRefused}${format} ${one}`, { [format]: one }, ['kind']);
  }
};
