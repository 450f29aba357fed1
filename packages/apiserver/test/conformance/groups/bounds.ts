// What is too large, too many or too deep for the server.

import { customKind } from '../custom-kind.ts';
import type { Ask, Session } from '../session.ts';

const quiet: Ask = { quiet: true };
// Of what is taken, no more than its name is written down.
const named: Ask = { only: ['kind'] };
const megabyte = 1024 * 1024;

export async function group(t: Session): Promise<void> {
  await largeObjects(t);
  await jsonPatches(t);
  await manyUnknownFields(t);
  await manyManagers(t);
  // More than nodes have ports for them.
  const ports = Array.from({ length: 2_800 }, (_, at) => ({ name: `p${at}`, port: at + 1 }));
  await t.post(t.at('services'), { metadata: { name: 'a' }, spec: { type: 'NodePort', ports } });
}

async function freeKind(t: Session): Promise<{ all: string; a: string; object: (spec: object) => object }> {
  const spec = {
    type: 'object',
    properties: { strict: { type: 'object' } },
    'x-kubernetes-preserve-unknown-fields': true,
  };
  const widgets = await customKind(t, [
    {
      name: 'v1',
      served: true,
      storage: true,
      schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
    },
  ]);
  return {
    all: widgets.at('v1'),
    a: widgets.at('v1', 'a'),
    object: (inner) => widgets.object('a', { spec: inner }),
  };
}

async function largeObjects(t: Session): Promise<void> {
  const { all, a, object } = await freeKind(t);
  const text = (size: number): string => 'x'.repeat(size);
  await t.post(all, object({ text: text(1.6 * megabyte) }));
  await t.post(all, object({ text: text(4 * megabyte) }));
  await t.post(all, object({ text: text(1.6 * megabyte) }), { query: { dryRun: 'All' }, ...named });
  await t.post(all, object({}), quiet);
  await t.merge(a, { spec: { text: text(1.6 * megabyte) } });
  await t.apply(a, object({ text: text(1.6 * megabyte) }));
  await t.merge(a, { spec: { one: text(0.9 * megabyte) } }, named);
  await t.merge(a, { spec: { two: text(0.9 * megabyte) } });
  await t.merge(a, { spec: { one: null, two: text(0.9 * megabyte) } }, named);
  await t.get(a, {}, named);
  await t.post(t.at('configmaps'), { metadata: { name: 'a' }, data: { text: text(1.6 * megabyte) } });
  await t.post(t.at('configmaps'), { metadata: { name: 'a' }, data: { text: text(4 * megabyte) } });
  const annotations = { text: text(megabyte / 2) };
  await t.post(t.at('configmaps'), { metadata: { name: 'a', annotations } });
}

async function jsonPatches(t: Session): Promise<void> {
  const { a } = await freeKind(t);
  const many = (count: number, operation: (at: number) => object): object[] =>
    Array.from({ length: count }, (_, at) => operation(at));
  const text = 'x'.repeat(0.6 * megabyte);
  await t.merge(a, { spec: { list: ['x'.repeat(1000)], text, two: null } }, quiet);
  await t.json(
    a,
    many(10_001, () => ({ op: 'test', path: '' })),
  );
  await t.json(
    a,
    many(16, () => ({ op: 'copy', from: '/spec/list', path: '/spec/list/-' })),
  );
  await t.json(
    a,
    many(2, (at) => ({ op: 'copy', from: '/spec/text', path: `/spec/copy${at}` })),
  );
  await t.json(
    a,
    many(4, () => ({ op: 'copy', from: '/spec/text', path: '/spec/copy' })),
    named,
  );
  await t.json(
    a,
    many(6, () => ({ op: 'copy', from: '/spec/text', path: '/spec/copy' })),
  );
  await t.json(a, [{ op: 'remove', path: '/spec/copy' }], named);
  await t.json(
    a,
    many(100, (at) => ({ op: 'copy', from: '/spec/list', path: `/spec/copy${at}` })),
    named,
  );
}

async function manyUnknownFields(t: Session): Promise<void> {
  const { all, a, object } = await freeKind(t);
  const unknown = (count: number, length = 1): object =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`${'x'.repeat(length)}${at + 1000}`, at]));
  const strict: Ask = { query: { fieldValidation: 'Strict' } };
  const maps = t.at('configmaps');
  const map = (name: string, more: object): object => ({ metadata: { name }, ...more });
  await t.post(maps, map('a', unknown(150)));
  await t.post(maps, map('b', unknown(300)));
  await t.post(maps, map('c', unknown(30, 300)));
  await t.post(maps, map('d', unknown(12, 300)));
  await t.post(maps, map('e', unknown(150)), strict);
  await t.post(maps, map('f', { data: { a: 'b' }, ...unknown(150) }), strict);
  await t.merge(t.at('configmaps', 'a'), unknown(300));
  await t.merge(t.at('configmaps', 'a'), unknown(150), strict);
  await t.json(t.at('configmaps', 'a'), [{ op: 'add', path: '/data', value: {}, ...unknown(150) }], strict);
  await t.delete(a, undefined, quiet);
  await t.post(all, object({ strict: unknown(150) }), strict);
  await t.post(all, object({ strict: unknown(300) }), named);
  await t.merge(a, { spec: { strict: unknown(200) } }, named);
}

async function manyManagers(t: Session): Promise<void> {
  const a = t.at('configmaps', 'many');
  await t.post(t.at('configmaps'), { metadata: { name: 'many' }, data: { k: 'x' } }, quiet);
  for (let at = 10; at < 25; at += 1)
    await t.merge(a, { data: { [`k${at}`]: 'x' } }, { query: { fieldManager: `m${at}` }, quiet: true });
  await t.get(a);
}
