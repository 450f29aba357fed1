import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-rx/core';
import { type CustomResource, defineCustomResource, type ObjectType, typedSchema } from '@kube-rx/crd';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import { Schema } from 'effect';
import { type Static, Type } from 'typebox';
import * as v from 'valibot';
import { z } from 'zod';

const base = { group: 'shop.example', kind: 'Shop', scope: 'Cluster' } as const;
const ofZod = defineCustomResource({
  ...base,
  versions: { v1: { spec: z.object({ name: z.string(), size: z.int() }) } },
});
const ofArktype = defineCustomResource({
  ...base,
  versions: { v1: { spec: type({ name: 'string', size: 'number.integer' }) } },
});
const ofEffect = defineCustomResource({
  ...base,
  versions: {
    v1: { spec: Schema.toStandardJSONSchemaV1(Schema.Struct({ name: Schema.String, size: Schema.Int })) },
  },
});
const ofValibot = defineCustomResource({
  ...base,
  versions: {
    v1: { spec: toStandardJsonSchema(v.object({ name: v.string(), size: v.pipe(v.number(), v.integer()) })) },
  },
});
const typebox = Type.Object({ name: Type.String(), size: Type.Integer() });
const ofTypebox = defineCustomResource({
  ...base,
  versions: { v1: { spec: typedSchema<Static<typeof typebox>>({ ...typebox }) } },
});

/** The compiler holds the types of all libraries to this one. */
interface Shop extends KubeObject {
  readonly spec: { readonly name: string; readonly size: number };
}

type Fits<K> = K extends Shop ? (Shop extends K ? true : false) : false;
const fits: readonly [
  Fits<ObjectType<typeof ofZod>>,
  Fits<ObjectType<typeof ofArktype>>,
  Fits<ObjectType<typeof ofEffect>>,
  Fits<ObjectType<typeof ofValibot>>,
  Fits<ObjectType<typeof ofTypebox>>,
] = [true, true, true, true, true];

describe('a kind of the schema of', () => {
  test.each<[string, Pick<CustomResource, 'definition'>]>([
    ['zod', ofZod],
    ['arktype', ofArktype],
    ['effect', ofEffect],
    ['valibot', ofValibot],
    ['TypeBox', ofTypebox],
  ])('%s has its fields', (_, { definition }) => {
    const root = definition.spec.versions[0]?.schema?.openAPIV3Schema;
    expect(root?.properties?.['spec']).toMatchObject({
      type: 'object',
      required: ['name', 'size'],
      properties: { name: { type: 'string' }, size: { type: 'integer' } },
    });
  });

  test('each library has the same type', () => {
    expect(fits).not.toContain(false);
  });
});
