import { describe, expect, test } from '@jest/globals';
import { table } from '../src/schema-table.ts';
import { type FieldSchema, schemas } from '../src/schemas.ts';

function field(type: string, name: string): FieldSchema | undefined {
  return schemas(type)?.fields.get(name);
}

describe('the schemas', () => {
  // Their expressions are not linear; what they read is no text of others.
  test('are read from short texts', () => {
    const fields = Object.values(table).flatMap((text) => (text.startsWith('{') ? [] : text.split(' ')));
    expect(Math.max(...fields.map((field) => field.length))).toBeLessThan(1000);
  });

  test('say what a field is', () => {
    expect(field('core/v1/PodSpec', 'containers')).toEqual({
      name: 'containers',
      required: true,
      numbers: [2],
      kind: 'list',
      items: { kind: 'reference', type: 'core/v1/Container', default: {} },
      patchStrategy: 'merge',
      patchMergeKey: 'name',
      listType: 'map',
      listMapKeys: ['name'],
    });
    expect(field('core/v1/ContainerPort', 'protocol')).toMatchObject({
      kind: 'string',
      enum: ['SCTP', 'TCP', 'UDP'],
      default: 'TCP',
    });
    expect(field('core/v1/Secret', 'data')).toMatchObject({ kind: 'map', items: { kind: 'bytes' } });
    expect(field('core/v1/Pod', 'metadata')).toMatchObject({ type: 'meta/v1/ObjectMeta' });
    expect(field('core/v1/PodSpec', 'nodeSelector')).toMatchObject({ mapType: 'atomic' });
  });

  test('number the fields of embedded structs by the messages on the way', () => {
    expect(field('core/v1/Probe', 'httpGet')?.numbers).toEqual([1, 2]);
    expect(schemas('core/v1/Probe')?.embedded).toEqual(new Map([['1', 'ProbeHandler']]));
    expect(field('admissionregistration.k8s.io/v1/NamedRuleWithOperations', 'apiGroups')?.numbers).toEqual([
      2, 2, 1,
    ]);
  });

  test('leave kind and apiVersion to the envelope of protobuf', () => {
    expect(field('core/v1/Pod', 'kind')?.numbers).toEqual([]);
    expect(field('meta/v1/OwnerReference', 'kind')?.numbers).toEqual([1]);
  });

  test('know unions, atomic types, and types without fields', () => {
    expect(schemas('flowcontrol.apiserver.k8s.io/v1/LimitResponse')?.unions).toEqual([
      { discriminator: 'type', fields: { queuing: 'Queuing' } },
    ]);
    expect(schemas('meta/v1/LabelSelector')?.atomic).toBe(true);
    expect(schemas('resource/Quantity')?.opaque).toEqual({ oneOf: [{ type: 'string' }, { type: 'number' }] });
  });

  test('can all be read, and lead to no stranger', () => {
    for (const type of Object.keys(table))
      for (const { items, ...own } of schemas(type)?.fields.values() ?? []) {
        const reference = own.type ?? items?.type ?? items?.items?.type;
        if (reference !== undefined) expect([type, reference, schemas(reference)]).not.toContain(undefined);
      }
    expect(schemas('core/v1/Nothing')).toBeUndefined();
    expect(schemas('constructor')).toBeUndefined();
  });
});
