import { customKind, served } from '../custom-kind.ts';
import type { Group } from '../session.ts';

// A custom kind from its definition to its end: versions, pruning, defaults, columns, selectable fields.
export const group: Group = async (t) => {
  const properties = {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'integer', default: 3, minimum: 0 },
        port: { 'x-kubernetes-int-or-string': true },
        color: { type: 'string', nullable: true, default: 'red' },
        note: { type: 'string', nullable: true },
        plain: { type: 'string' },
        nested: { type: 'object', default: {}, properties: { deep: { type: 'boolean', default: true } } },
        list: {
          type: 'array',
          items: {
            type: 'object',
            properties: { n: { type: 'string' }, d: { type: 'string', default: 'x' } },
          },
        },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        any: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
    status: { type: 'object', properties: { ready: { type: 'boolean' }, phase: { type: 'string' } } },
  };
  const version = (name: string, more: object = {}): object => ({
    name,
    served: true,
    storage: name === 'v1',
    schema: { openAPIV3Schema: { type: 'object', properties } },
    subresources: { status: {} },
    additionalPrinterColumns: [
      { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
      { name: 'Phase', type: 'string', jsonPath: '.status.phase', description: 'where it stands' },
      { name: 'Note', type: 'string', jsonPath: '.spec.note', priority: 1 },
      { name: 'Since', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ],
    selectableFields: [{ jsonPath: '.spec.color' }, { jsonPath: '.spec.size' }],
    ...more,
  });
  const kind = await customKind(t, [
    version('v1'),
    version('v1beta1', { deprecated: true, deprecationWarning: 'v1beta1 is old' }),
  ]);
  await served(t, kind.at('v1beta1'));
  const at = kind.at('v1');
  const make = (name: string, spec: object): Promise<unknown> => t.post(at, kind.object(name, { spec }));
  await t.post(at, kind.object('bare'));
  await make('a', {});
  await make('b', {
    color: null,
    note: null,
    plain: null,
    port: '80',
    size: 5,
    unknown: 1,
    list: [{ n: 'x', extra: 1 }],
  });
  await make('c', { port: 80, free: { a: { b: 1 } }, any: { k: 'v' }, nested: null });
  await make('d', { port: true });
  await make('d', { port: 1.5 });
  await make('d', { any: { k: 1 } });
  await make('d', { list: [null] });
  await make('e', { size: -1, nested: 'x' });
  await t.post(at, kind.object('f', { spec: { plain: 'x' } }, 'v1beta1'));
  await t.post(kind.at('v1beta1'), kind.object('f', { spec: { plain: 'x' } }, 'v1beta1'));
  await t.get(kind.at('v1', 'f'));
  await t.get(kind.at('v1beta1', 'b'));
  await t.merge(kind.at('v1', 'a'), { spec: { size: null, color: 'blue' } });
  await t.merge(kind.at('v1', 'a'), { spec: null });
  await t.json(kind.at('v1', 'b'), [{ op: 'add', path: '/spec/unknown', value: 1 }]);
  await t.apply(kind.at('v1', 'g'), kind.object('g', { spec: { size: 7, list: [{ n: 'y' }] } }), {
    query: {},
  });
  await t.apply(kind.at('v1', 'g'), kind.object('g', { spec: { color: 'blue' } }), { query: {} });
  await t.merge(kind.at('v1', 'a/status'), { status: { phase: 'Up', unknown: 1 } });
  await t.get(at, { fieldSelector: 'spec.color=red' }, { only: ['metadata'] });
  await t.get(at, { fieldSelector: 'spec.size=5' }, { only: ['metadata'] });
  await t.get(at, { fieldSelector: 'spec.plain=x' });
  await t.get(
    at,
    { watch: true, timeoutSeconds: 1, fieldSelector: 'spec.color!=red' },
    { only: ['metadata'] },
  );
  const table = { headers: { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' } };
  await t.get(at, {}, table);
  await t.get(kind.at('v1', 'a'), {}, table);
  await t.get(at, { watch: true, timeoutSeconds: 1, limit: 1 }, table);
  await t.get(
    at,
    {},
    { headers: { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' } },
  );
  await t.get(kind.at('v1', 'a/scale'));
  await t.get(kind.at('v1', 'a/nothing'));
  await t.get(`/apis/${kind.group}`);
  await t.get(`/apis/${kind.group}/v1`);
  await t.delete(at, undefined, { query: { fieldSelector: 'spec.color=blue' } });
  await t.get(kind.definition, {}, { only: ['status'] });
  await t.merge(kind.definition, { spec: { group: 'other.example.com' } });
  await t.merge(kind.definition, { spec: { scope: 'Cluster' } });
  await t.merge(kind.definition, { spec: { names: { kind: 'Gadget' } } });
  await t.delete(kind.definition, undefined, { only: ['kind'] });
};
