import { customKind, served } from '../custom-kind.ts';
import { isRefused, isTaken } from '../refusals.ts';
import type { Group, Session } from '../session.ts';

const text = { type: 'string' };
const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const array = (items: object, more: object = {}): object => ({ type: 'array', items, ...more });
const keep = { 'x-kubernetes-preserve-unknown-fields': true };
const keyed = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] };
const short = (most: number): object => ({ ...text, maxLength: most });

/** The schema as it was when the object was made, and as it is by now: of `most` characters. */
const schema = (most: number, set: object): object =>
  object({
    spec: object({
      a: short(most),
      b: short(most),
      number: { type: 'integer', maximum: most },
      list: array(short(most)),
      map: array(object({ name: text, value: short(most), other: text }, { required: ['name'] }), keyed),
      labels: { type: 'object', additionalProperties: short(most) },
      open: object({ a: short(most) }, keep),
      nested: object({ a: short(most), c: text }),
      set: array(text, set),
      any: { ...text, anyOf: [{ maxLength: most }, { pattern: '^x' }] },
      nest: array(array(short(most))),
    }),
    status: object({ a: short(most), b: text, set: array(text, set) }),
  });

const long = 'abcdef';
const old = {
  a: long,
  number: 6,
  list: [long, 'a'],
  map: [{ name: 'x', value: long }, { name: 'y' }],
  labels: { k: long },
  open: { a: long, other: 1 },
  nested: { a: long },
  set: ['a', 'a'],
  any: long,
  nest: [[long]],
};

async function ratchets(t: Session): Promise<void> {
  const version = (most: number, set: object = {}): object => ({
    name: 'v1',
    served: true,
    storage: true,
    schema: { openAPIV3Schema: schema(most, set) },
    subresources: { status: {} },
  });
  const kind = await customKind(t, [version(10)]);
  const [all, a] = [kind.at('v1'), kind.at('v1', 'a')];
  await t.post(all, kind.object('a', { spec: old }), { quiet: true });
  await t.merge(`${a}/status`, { status: { a: long, set: ['a', 'a'] } }, { quiet: true });
  await t.merge(
    kind.definition,
    { spec: { versions: [version(3, { 'x-kubernetes-list-type': 'set' })] } },
    { quiet: true },
  );
  // On the real server the new schema is there a moment later.
  const check = kind.object('b', { spec: { a: long } });
  for (let tries = 0; tries < 200; tries += 1)
    if ((await t.post(all, check, { quiet: true, query: { dryRun: 'All' } })).status === 422) break;
  const change = (note: string, body: unknown, path = a): Promise<unknown> =>
    t.merge(path, body, { query: { dryRun: 'All' }, note, only: ['kind', 'spec', 'status'] });
  const taken: Readonly<Record<string, object>> = {
    'a label': { metadata: { labels: { a: 'b' } } },
    'another field': { b: 'b' },
    'another item of a map': { map: [{ name: 'x', value: long }, { name: 'y', value: 'b' }, { name: 'z' }] },
    'items of a map in another order': { map: [{ name: 'y' }, { name: 'x', value: long }] },
    'another field of the same item': { map: [{ name: 'x', value: long, other: 'o' }, { name: 'y' }] },
    'another key': { labels: { k: long, l: 'b' } },
    'another field within': { nested: { a: long, c: 'd' } },
    'another field of what is open': { open: { a: long, other: 2 } },
    'another repetition': { set: ['b', 'b'] },
    'what fits': { a: 'a', number: 1 },
  };
  const refused: Readonly<Record<string, object>> = {
    'another text that is too long': { a: 'bcdefg' },
    'another number': { number: 7 },
    'another item of a list': { list: [long, 'b'] },
    'another value of the same item': { map: [{ name: 'x', value: 'bcdefg' }, { name: 'y' }] },
    'another key of the same item': { map: [{ name: 'w', value: long }] },
    'another label that is too long': { labels: { l: long } },
    'another text in what is open': { open: { a: 'bcdefg' } },
    'another text of no branch': { any: 'bcdefg' },
    'another item of a nested list': { nest: [[long, 'b']] },
  };
  const body = (fields: object): object => ('metadata' in fields ? fields : { spec: fields });
  for (const [note, fields] of Object.entries(taken)) await change(`${isTaken}change: ${note}`, body(fields));
  for (const [note, fields] of Object.entries(refused))
    await change(`${isRefused}change: ${note}`, body(fields));
  await change(`${isTaken}status: another field`, { status: { b: 'b' } }, `${a}/status`);
  await change(`${isTaken}status: another repetition`, { status: { set: ['b', 'b'] } }, `${a}/status`);
  await change(`${isRefused}status: too long`, { status: { a: 'bcdefg' } }, `${a}/status`);
  await change(`${isRefused}status: a number`, { status: { a: 1 } }, `${a}/status`);
  await change(`${isTaken}status: none`, { status: null }, `${a}/status`);
  await t.delete(kind.definition, undefined, { quiet: true });
}

/** Values of all sorts where the scale is read from. */
async function scales(t: Session): Promise<void> {
  const group = `scales.${t.namespace}.example.com`;
  const definition = (subresources: object): object => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `sizes.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'sizes', kind: 'Size' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', ...keep } },
          subresources,
        },
      ],
    },
  });
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const scale = {
    specReplicasPath: '.spec.replicas',
    statusReplicasPath: '.status.deep.replicas',
    labelSelectorPath: '.status.selector',
  };
  await t.post(definitions, definition({ scale }), { quiet: true });
  const at = `/apis/${group}/v1/namespaces/${t.namespace}/sizes`;
  await served(t, at);
  const make = (note: string, more: object): Promise<unknown> =>
    t.post(
      at,
      { apiVersion: `${group}/v1`, kind: 'Size', metadata: { name: 'a' }, ...more },
      { query: { dryRun: 'All' }, note, only: ['kind'], inOrder: true },
    );
  const refused: Readonly<Record<string, object>> = {
    'negative replicas': { spec: { replicas: -1 } },
    'too many replicas': { spec: { replicas: 2147483648 } },
    'replicas as text': { spec: { replicas: '3' } },
    'replicas as a fraction': { spec: { replicas: 1.5 } },
    'replicas as a flag': { spec: { replicas: true } },
    'replicas as null': { spec: { replicas: null } },
    'replicas as an object': { spec: { replicas: { b: 1, a: ['x'] } } },
    'a spec that is text': { spec: 'x' },
    'a spec that is a list': { spec: [1] },
    'negative replicas of the status': { status: { deep: { replicas: -1 } } },
    'too many of the status': { status: { deep: { replicas: 3000000000 } } },
    'a status that is a number': { status: { deep: 5 } },
    'a selector that is a number': { status: { selector: 5 } },
    'all of these': { spec: { replicas: -1 }, status: { deep: { replicas: 'x' }, selector: [] } },
  };
  const taken: Readonly<Record<string, object>> = {
    'no replicas': {},
    'a spec that is null': { spec: null },
    'the most replicas': { spec: { replicas: 2147483647 } },
    'nothing deep': { status: { deep: null } },
    'an empty selector': { status: { selector: '' } },
  };
  for (const [note, more] of Object.entries(refused)) await make(`${isRefused}scale: ${note}`, more);
  for (const [note, more] of Object.entries(taken)) await make(`${isTaken}scale: ${note}`, more);
  const bare = { apiVersion: `${group}/v1`, kind: 'Size' };
  await t.post(at, { ...bare, metadata: { name: 'none' } }, { quiet: true });
  await t.post(at, { ...bare, metadata: { name: 'some' }, spec: { replicas: 2 } }, { quiet: true });
  await t.get(`${at}/none/scale`);
  await t.get(`${at}/some/scale`);
  for (const replicas of [-1, 2147483647, 0])
    await t.merge(`${at}/some/scale`, { spec: { replicas } }, { query: { dryRun: 'All' } });
  await t.merge(`${at}/none/scale`, { spec: { replicas: 3 } }, { query: { dryRun: 'All' } });
  await t.delete(`${definitions}/sizes.${group}`, undefined, { quiet: true });
}

export const group: Group = async (t) => {
  await ratchets(t);
  await scales(t);
};
