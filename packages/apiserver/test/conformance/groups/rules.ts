import { customKind } from '../custom-kind.ts';
import { definitions } from '../objects.ts';
import type { Group } from '../session.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };

function ruled(schema: object, ...rules: readonly (string | object)[]): object {
  const all = rules.map((rule) => (typeof rule === 'string' ? { rule } : rule));
  return { ...schema, 'x-kubernetes-validations': all };
}

const properties = {
  min: whole,
  max: ruled(whole, { rule: 'self < 1000', message: '  too large ' }),
  name: ruled(
    { ...text, maxLength: 40 },
    { rule: "self.matches('^[a-z]*$')", messageExpression: "'no ' + self", message: 'unused' },
    { rule: "self != 'taken'", reason: 'FieldValueDuplicate' },
  ),
  fixed: ruled(text, { rule: 'self == oldSelf', message: 'may not change', reason: 'FieldValueForbidden' }),
  once: ruled(text, { rule: 'oldSelf.hasValue() || self == "first"', optionalOldSelf: true }),
  items: ruled(
    {
      type: 'array',
      maxItems: 10,
      items: ruled(
        { type: 'object', required: ['key'], properties: { key: text, count: whole } },
        { rule: '!has(self.count) || self.count > 0', fieldPath: '.count' },
        { rule: 'self.count >= oldSelf.count', message: 'may only grow' },
      ),
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['key'],
    },
    'self.all(x, x.key.size() < 5)',
    'self.map(x, x.key) == self.map(x, x.key).sort() || self == oldSelf',
  ),
  labels: ruled(
    { type: 'object', maxProperties: 5, additionalProperties: ruled(text, 'self.size() < 4') },
    'self.all(k, k.startsWith("x"))',
  ),
  port: ruled({ 'x-kubernetes-int-or-string': true }, 'type(self) == int ? self > 0 : self.startsWith("p")'),
  cidr: ruled(text, 'isCIDR(self) && cidr(self).prefixLength() > 8'),
  size: ruled(text, 'quantity(self).isLessThan(quantity("1Gi"))'),
  when: ruled({ type: 'string', format: 'date-time' }, 'self.getFullYear("UTC") > 2000'),
  for: ruled({ type: 'string', format: 'duration' }, 'self > duration("1s")'),
  data: ruled({ type: 'string', format: 'byte' }, 'self.size() == 3'),
  ratio: ruled({ type: 'number' }, 'self <= 1.0'),
  tags: ruled(
    { type: 'array', maxItems: 5, items: text, 'x-kubernetes-list-type': 'set' },
    "self == ['a', 'b']",
    "(self + ['c']).size() == 3",
  ),
  'dash-ed': ruled(text, 'self != "bad"'),
  open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: whole } },
  maybe: { ...text, nullable: true },
  strict: { ...text, enum: ['one', 'two'] },
};

const own = ruled(
  { type: 'object', properties },
  { rule: 'has(self.min) ? self.min <= self.max : true', message: 'min must not be above max' },
);

// The rules of the definition are run on its objects.
export const group: Group = async (t) => {
  const root = ruled(
    {
      type: 'object',
      properties: { spec: own, status: { type: 'object', properties: { n: ruled(whole, 'self > 0') } } },
    },
    "self.metadata.name != 'never'",
    { rule: '!has(self.spec.name) || self.spec.name != self.metadata.name', fieldPath: '.spec.name' },
  );
  const kind = await customKind(t, [
    {
      name: 'v1',
      served: true,
      storage: true,
      schema: { openAPIV3Schema: root },
      subresources: { status: {} },
    },
  ]);
  const only = ['kind', 'code', 'reason', 'message', 'details'];
  const create = (note: string, value: object, name = 'one'): Promise<unknown> =>
    t.post(kind.at('v1'), kind.object(name, { spec: value }), { query: { dryRun: 'All' }, note, only });
  await create('the name is refused', {}, 'never');
  await create('a name as its own', { name: 'one' });
  await create('min above max', { min: 2, max: 1 });
  await create('no max', { min: 2 });
  await create('too large', { max: 5000 });
  await create('a computed message', { name: 'A1' });
  await create('a reason', { name: 'taken' });
  await create('a transition needs an old value', { fixed: 'a' });
  await create('an optional old value', { once: 'second' });
  await create('an optional old value, held', { once: 'first' });
  await create('a place', { items: [{ key: 'a', count: 0 }] });
  await create('all items', { items: [{ key: 'abcdef' }] });
  await create('good items', { items: [{ key: 'a', count: 1 }] });
  await create('labels', { labels: { y: 'a' } });
  await create('a long label', { labels: { x: 'abcd' } });
  for (const port of [0, 1, 'p', 'x']) await create(`port ${port}`, { port });
  for (const cidr of ['10.0.0.0/8', '10.0.0.0/16', 'x']) await create(`range ${cidr}`, { cidr });
  for (const size of ['1Gi', '1Mi', 'x']) await create(`size ${size}`, { size });
  for (const when of ['2000-01-01T00:00:00Z', '2001-01-01T00:00:00Z']) await create(`time ${when}`, { when });
  for (const time of ['1s', '2s']) await create(`duration ${time}`, { for: time });
  for (const data of ['YWJj', 'YWI=']) await create(`bytes ${data}`, { data });
  for (const ratio of [1, 1.5]) await create(`ratio ${ratio}`, { ratio });
  for (const tags of [['b', 'a'], ['a', 'c'], ['a']]) await create(`tags ${tags.join()}`, { tags });
  await create('a name with a dash', { 'dash-ed': 'bad' });
  await create('wrong values block rules', { strict: 'three', max: 5000 });
  await create('wrong types block rules', { max: 'x', name: 'A' });
  await create('bad items do not', { items: [{ key: 'a' }, { key: 'a' }], max: 5000 });

  const before = {
    fixed: 'a',
    max: 5,
    items: [
      { key: 'a', count: 5 },
      { key: 'b', count: 1 },
    ],
    labels: { x: 'abc' },
  };
  const { object } = await t.post(kind.at('v1'), kind.object('two', { spec: before }), { only });
  const change = (note: string, value: object): Promise<unknown> =>
    t.put(
      kind.at('v1', 'two'),
      { ...object, spec: { ...before, ...value } },
      {
        query: { dryRun: 'All' },
        note,
        only,
      },
    );
  await change('what may not change', { fixed: 'b' });
  await change('what may grow', {
    items: [
      { key: 'a', count: 6 },
      { key: 'b', count: 1 },
    ],
  });
  await change('what may only grow', {
    items: [
      { key: 'b', count: 1 },
      { key: 'a', count: 4 },
    ],
  });
  await change('what is new', { once: 'second' });
  await t.put(
    `${kind.at('v1', 'two')}/status`,
    { ...object, status: { n: 0 } },
    { query: { dryRun: 'All' }, note: 'the status', only },
  );

  // What was refused before a rule came may stay.
  const { object: definition } = await t.get(kind.definition, {}, { quiet: true });
  const stricter = {
    type: 'object',
    properties: { spec: { ...own, properties: { ...properties, max: ruled(whole, 'self < 3') } } },
  };
  const whole2 = definition['spec'] as { readonly versions: readonly object[] };
  await t.put(
    kind.definition,
    {
      ...definition,
      spec: { ...whole2, versions: [{ ...whole2.versions[0], schema: { openAPIV3Schema: stricter } }] },
    },
    { quiet: true },
  );
  for (let tries = 0; tries < 100; tries += 1) {
    const { status } = await t.post(kind.at('v1'), kind.object('probe', { spec: { max: 4 } }), {
      query: { dryRun: 'All' },
      quiet: true,
    });
    if (status === 422) break;
  }
  const changed = (note: string, value: object, metadata: object = {}): Promise<unknown> =>
    t.put(
      kind.at('v1', 'two'),
      {
        ...object,
        metadata: { ...(object['metadata'] as object), ...metadata },
        spec: { ...before, ...value },
      },
      { query: { dryRun: 'All' }, note, only },
    );
  await changed('nothing changes', {});
  await changed('only a label changes', {}, { labels: { a: 'b' } });
  await changed('something else changes', { name: 'abc' });
  await changed('it changes itself', { max: 6 });
  await t.delete(kind.definition, {}, { quiet: true });
};

// Rules that do not compile, or that might cost too much.
export const definitionGroup: Group = async (t) => {
  const domain = `${t.namespace}.example.com`;
  const define = (note: string, schema: object): Promise<unknown> =>
    t.post(
      definitions,
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `gears.${domain}` },
        spec: {
          group: domain,
          scope: 'Namespaced',
          names: { plural: 'gears', kind: 'Gear' },
          versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
        },
      },
      { query: { dryRun: 'All' }, note, only: ['kind', 'code', 'reason', 'message', 'details'] },
    );
  const within = (inner: object): object => ({
    type: 'object',
    properties: { spec: { type: 'object', properties: { a: inner } } },
  });
  const list = (items: object, more: object = {}): object => ({ type: 'array', items, ...more });
  for (const rule of [
    'self ==',
    'self + "a" == 1',
    'foo',
    'self.b == 1',
    'self',
    '1',
    'self.size() > 3',
    'self == 1 && duration("x") > duration("1s")',
    'string(self).matches("(")',
    'int("x") == self',
    'oldSelf == self',
    'self in [1, "a"]',
    '"%d".format(["a"]) == "a"',
    'self > 1 ? true : 1',
    'self ==\n 1',
  ])
    await define(rule, within(ruled(whole, { rule, message: 'm' })));
  await define(
    'a computed message is no text',
    within(ruled(whole, { rule: 'self > 1', messageExpression: 'self' })),
  );
  await define(
    'a computed message is broken',
    within(ruled(whole, { rule: 'self > 1', messageExpression: 'x' })),
  );
  await define(
    'a place that is none',
    within(ruled({ type: 'object', properties: { b: whole } }, { rule: 'self.b > 1', fieldPath: '.c' })),
  );
  await define(
    'an optional old value that is not used',
    within(ruled(whole, { rule: 'self > 1', optionalOldSelf: true })),
  );
  await define(
    'an optional old value',
    within(ruled(whole, { rule: 'self > oldSelf.orValue(0)', optionalOldSelf: true })),
  );
  await define('a transition in a list', within(list(ruled(whole, 'self == oldSelf'))));
  await define(
    'a transition in a set',
    within(list(ruled(whole, 'self == oldSelf'), { 'x-kubernetes-list-type': 'set' })),
  );
  await define('a field of the whole', ruled(within(whole), 'self.spec.b == 1'));
  await define('metadata of the whole', ruled(within(whole), 'self.metadata.labels.size() > 0'));
  await define('the name of the whole', ruled(within(whole), 'self.metadata.name == self.kind'));
  await define(
    'names with dashes',
    ruled(
      { type: 'object', properties: { 'a-b': whole, 'c.d': whole, in: whole } },
      'self.a__dash__b + self.c__dot__d + self.__in__ > 0',
    ),
  );
  await define('no bounds, once', within(ruled(list(text), 'self.all(x, x.size() > 1)')));
  await define('no bounds, twice', within(ruled(list(text), 'self.all(x, self.all(y, x == y))')));
  await define(
    'bounds, twice',
    within(ruled(list({ ...text, maxLength: 10 }, { maxItems: 10 }), 'self.all(x, self.all(y, x == y))')),
  );
  await define(
    'bounds that are too wide',
    within(ruled(list({ ...text, maxLength: 100 }, { maxItems: 2000 }), 'self.all(x, self.all(y, x == y))')),
  );
  await define('rules in items', within(list(ruled(text, 'self.contains("abcdefghijklmnopqrstuvwxyz")'))));
  await define(
    'rules in bounded items',
    within(list(ruled({ ...text, maxLength: 20 }, 'self.contains("a")'), { maxItems: 20 })),
  );
  await define('patterns', within(ruled(text, 'self.matches("^(a|b|c|d|e|f|g|h)*$")')));
  await define('patterns in items', within(list(ruled(text, 'self.matches("^a*$")'), { maxItems: 100 })));
  await define(
    'many values',
    within({ type: 'object', additionalProperties: ruled(text, 'self.startsWith("a")') }),
  );
  await define(
    'a costly message',
    within(
      ruled(list(text), {
        rule: 'self.size() > 1',
        messageExpression: 'self.map(x, self.map(y, x + y).join()).join()',
      }),
    ),
  );
  const costly = (maxItems: number): object =>
    ruled(
      { type: 'array', maxItems, items: { ...text, maxLength: 60 } },
      'self.all(x, self.exists(y, x == y))',
    );
  const several = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`p${at}`, costly(550 - 5 * at)]));
  await define('rules of which each is cheap enough', { type: 'object', properties: several });
  await define(
    'enumerations',
    within(
      ruled(list({ ...text, enum: ['a', 'bb'] }, { maxItems: 300 }), 'self.all(x, self.exists(y, x == y))'),
    ),
  );
  await define(
    'sorted texts',
    within(
      ruled(list({ ...text, maxLength: 10 }, { maxItems: 100 }), 'self.isSorted() && self.sort() == self'),
    ),
  );
  await define(
    'replaced texts',
    within(ruled({ ...text, maxLength: 100 }, 'self.replace("a", "bbbb").split("").size() > 1')),
  );
  await define(
    'faults of the schema come first',
    within(ruled({ type: 'array', items: text, uniqueItems: true }, 'foo')),
  );
  await define('faults beside it do not', {
    type: 'object',
    properties: { a: ruled(whole, 'foo'), b: { type: 'array', items: text, uniqueItems: true } },
  });
  const open = { 'x-kubernetes-preserve-unknown-fields': true };
  await define('rules of what has no type', within(ruled(open, 'true')));
  await define('a default that rules refuse', within(ruled({ ...whole, default: 1 }, 'self > 1')));
  await define('a default that rules take', within(ruled({ ...whole, default: 2 }, 'self > 1')));
  await define('a default within, that rules around it refuse', {
    type: 'object',
    properties: {
      spec: ruled({ type: 'object', default: { b: 1 }, properties: { b: whole } }, 'self.b > 1'),
    },
  });
  await define(
    'a default that rules refuse with words',
    within(
      ruled(
        { ...text, default: 'a' },
        { rule: 'self != "a"', messageExpression: '"no " + self', reason: 'FieldValueForbidden' },
      ),
    ),
  );
  await define(
    'a default whose rule fails',
    within(ruled({ ...text, default: 'a' }, { rule: 'int(self) > 1', message: 'no number' })),
  );
  await define(
    'a default whose rule does not compile',
    within(ruled({ ...whole, default: 1 }, 'foo', 'self')),
  );
  await define('a default that changes nothing', within(ruled({ ...whole, default: 1 }, 'self == oldSelf')));
  await define(
    'a default that may not be new',
    within(
      ruled(
        { ...whole, default: 1 },
        { rule: 'oldSelf.optMap(o, o == self).orValue(false)', optionalOldSelf: true },
      ),
    ),
  );
  await define('a default with rules and no type', within(ruled({ ...open, default: 1 }, 'true')));
  await define('a null default', within(ruled({ ...whole, nullable: true, default: null }, 'self > 1')));
};
