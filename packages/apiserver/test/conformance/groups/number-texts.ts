// What becomes of a number by how it is written, and by what its schema says.

import { customKind } from '../custom-kind.ts';
import type { Group } from '../session.ts';

const large = 9007199254740993n;
const rounded = 9007199254740992n;
const most = 9223372036854775807n;

// Those that 64 bits hold, those that they do not, and floats.
const exact: readonly string[] = [`${large}`, `-${large}`, `${most}`, `-${most + 1n}`];
const beyond: readonly string[] = [
  ...[`${most + 1n}`, `-${most + 2n}`, '18446744073709551615'],
  ...['123456789012345678901', '1234567890123456789012'],
];
const floats: readonly string[] = [
  ...['1e18', '1e21', '9.007199254740993e15', `${large}.0`],
  ...['0.1234567890123456789', '123456789.123456789123456789', '-0'],
];

export const group: Group = async (t) => {
  const integer = { type: 'integer' };
  const item = { type: 'object', required: ['key'], properties: { key: integer } };
  const spec = {
    type: 'object',
    properties: {
      plain: integer,
      long: { type: 'integer', format: 'int64' },
      short: { type: 'integer', format: 'int32' },
      float: { type: 'number' },
      either: { 'x-kubernetes-int-or-string': true },
      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      most: { type: 'integer', maximum: large },
      below: { type: 'integer', maximum: large, exclusiveMaximum: true },
      least: { type: 'integer', minimum: -large },
      even: { type: 'integer', multipleOf: 2 },
      one: { type: 'integer', enum: [large, 5] },
      set: { type: 'array', items: integer, 'x-kubernetes-list-type': 'set' },
      map: {
        type: 'array',
        items: item,
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['key'],
      },
    },
  };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  const widgets = await customKind(t, [{ name: 'v1', served: true, storage: true, schema }]);
  await t.get(widgets.definition, {}, { only: ['spec'] });
  const all = widgets.at('v1');
  const only = ['spec'];
  const dry = { query: { dryRun: 'All' }, only };
  for (const inner of [
    ...[{ most: large }, { most: rounded }, { most: large + 1n }, { below: rounded }, { below: large }],
    ...[{ least: -large }, { least: -large - 1n }, { even: large }, { even: rounded }],
    ...[{ one: large }, { one: rounded }, { one: 5 }, { set: [large, large] }, { set: [large, rounded] }],
    ...[{ map: [{ key: large }, { key: large }] }, { map: [{ key: large }, { key: rounded }] }],
    ...[{ short: large }, { short: 2147483648 }, { short: -2147483648 }, { plain: String(large) }],
  ])
    await t.post(all, widgets.object('a', { spec: inner }), dry);
  const json = (inner: string): string =>
    `{"apiVersion":"${widgets.group}/v1","kind":"Widget","metadata":{"name":"a"},"spec":{${inner}}}`;
  const yaml = (inner: string): string =>
    `apiVersion: ${widgets.group}/v1\nkind: Widget\nmetadata: {name: b}\nspec: {${inner}}\n`;
  for (const number of exact)
    await t.post(all, json(`"plain":${number},"long":${number},"float":${number},"either":${number}`), dry);
  for (const number of [...beyond, '1e18'])
    for (const field of ['plain', 'long', 'short', 'float', 'either'])
      await t.post(all, json(`"${field}":${number}`), dry);
  for (const number of floats) await t.post(all, json(`"float":${number}`), dry);
  for (const number of ['1e400', '-1e+400', '9'.repeat(400)]) {
    await t.post(all, json(`"float":${number}`), dry);
    await t.post(all, json(`"free":{"list":["1e400",[${number}]]}`), dry);
  }
  const list = [...exact, ...beyond, ...floats];
  await t.post(all, json(`"free":{"list":[${list.join(',')}]}`), { only });
  const a = widgets.at('v1', 'a');
  await t.get(a, {}, { only });
  await t.merge(a, `{"spec":{"plain":${most + 1n}}}`, dry);
  await t.merge(a, '{"spec":{"float":1e400}}', dry);
  await t.merge(a, { metadata: { labels: { l: '1' } } }, { only });
  for (const number of list) await t.apply(widgets.at('v1', 'b'), yaml(`free: {key: ${number}}`), dry);
  await t.post(all, yaml(`long: ${large}, free: {list: [${[...exact, ...beyond].join(', ')}]}`), {
    headers: { 'content-type': 'application/yaml' },
    only,
  });
};
