import { fc, test as property } from '@fast-check/jest';
import { describe, expect, it } from '@jest/globals';
import {
  breakingChanges,
  type Conversion,
  type CustomResourceDefinition,
  type DefinedVersion,
  describeChange,
  type JsonSchemaProps,
} from '@kube-rx/crd';
import { admitted, isValid } from '../support/schema-validator.ts';
import { websiteOf } from '../support/website.ts';

const bare: CustomResourceDefinition = websiteOf({ type: 'object' }).definition;

function definitionWith(schema: JsonSchemaProps, change: object = {}): CustomResourceDefinition {
  const root: JsonSchemaProps = { type: 'object', properties: { spec: schema } };
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: root }, ...change };
  return { ...bare, spec: { ...bare.spec, versions: [version] } };
}

function told(before: JsonSchemaProps, after: JsonSchemaProps): string[] {
  return breakingChanges(definitionWith(before), definitionWith(after)).map(describeChange);
}

function of(name: string, schema: JsonSchemaProps, more: JsonSchemaProps = {}): JsonSchemaProps {
  return { type: 'object', properties: { [name]: schema }, ...more };
}

const text: JsonSchemaProps = { type: 'string' };

describe('breakingChanges', () => {
  it.each(
    casesOf<JsonSchemaProps>([
      [
        'a type',
        of('a', text),
        of('a', { type: 'integer' }),
        'v1 .spec.a: its type was string, and is integer (refused)',
      ],
      [
        'a field that is gone',
        of('a', text),
        { type: 'object' },
        'v1 .spec.a: there is no such field any more (lost)',
      ],
      [
        'a field that is required',
        of('a', text),
        of('a', text, { required: ['a'] }),
        'v1 .spec.a: it is required now, and has no default (refused)',
      ],
      [
        'a shorter text',
        of('a', { type: 'string', maxLength: 9 }),
        of('a', { type: 'string', maxLength: 8 }),
        'v1 .spec.a: maxLength was 9, and is 8 (refused)',
      ],
      [
        'a new bound',
        of('a', { type: 'integer' }),
        of('a', { type: 'integer', minimum: 0 }),
        'v1 .spec.a: minimum was not there, and is 0 (refused)',
      ],
      [
        'a new pattern',
        of('a', text),
        of('a', { type: 'string', pattern: '^a' }),
        'v1 .spec.a: pattern was not there, and is "^a" (refused)',
      ],
      [
        'a smaller enum',
        of('a', { type: 'string', enum: ['x', 'y'] }),
        of('a', { type: 'string', enum: ['y'] }),
        'v1 .spec.a: its enum has no "x" any more (refused)',
      ],
      [
        'an element',
        of('a', { type: 'array', items: of('b', text) }),
        of('a', { type: 'array', items: { type: 'object' } }),
        'v1 .spec.a[].b: there is no such field any more (lost)',
      ],
      [
        'a value of a map',
        of('a', { type: 'object', additionalProperties: text }),
        of('a', { type: 'object', additionalProperties: { type: 'boolean' } }),
        'v1 .spec.a[*]: its type was string, and is boolean (refused)',
      ],
      [
        'unknown fields',
        { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        { type: 'object' },
        'v1 .spec: fields that the schema does not know were kept (lost)',
      ],
      [
        'a new rule',
        { type: 'object' },
        { type: 'object', 'x-kubernetes-validations': [{ rule: 'true' }] },
        'v1 .spec: the rule "true" is new (refused)',
      ],
      [
        'a set',
        of('a', { type: 'array', items: text }),
        of('a', { type: 'array', items: text, 'x-kubernetes-list-type': 'set' }),
        'v1 .spec.a: it is a list of type set now, whose elements may come once (refused)',
      ],
      [
        'no null any more',
        of('a', { type: 'string', nullable: true }),
        of('a', text),
        'v1 .spec.a: it could be null (refused)',
      ],
      [
        'a whole object',
        of('a', { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }),
        of('a', {
          type: 'object',
          'x-kubernetes-preserve-unknown-fields': true,
          'x-kubernetes-embedded-resource': true,
        }),
        'v1 .spec.a: it has to be a whole object now (refused)',
      ],
      [
        'a literal less beside null',
        of('a', { type: 'string', nullable: true, allOf: [{ enum: ['x', 'y'] }] }),
        of('a', { type: 'string', nullable: true, allOf: [{ enum: ['x'] }] }),
        'v1 .spec.a: its enum has no "y" any more (refused)',
      ],
      [
        'a rule that holds for new objects too',
        { type: 'object', 'x-kubernetes-validations': [{ rule: 'true' }] },
        { type: 'object', 'x-kubernetes-validations': [{ rule: 'true', optionalOldSelf: true }] },
        'v1 .spec: the rule "true" is new (refused)',
      ],
      [
        'a combination',
        of('a', text),
        of('a', { type: 'string', anyOf: [{ minLength: 1 }] }),
        'v1 .spec.a: anyOf is another (refused)',
      ],
    ]),
  )('tells $what', ({ before, after, expected }) => {
    expect(told(before, after)).toEqual([expected]);
  });

  it.each<[string, JsonSchemaProps, JsonSchemaProps]>([
    ['a new field', { type: 'object' }, of('a', text)],
    [
      'a required field with a default',
      { type: 'object' },
      of('a', { type: 'string', default: 'x' }, { required: ['a'] }),
    ],
    ['wider bounds', of('a', { type: 'string', maxLength: 9 }), of('a', { type: 'string', maxLength: 10 })],
    [
      'a bigger enum',
      of('a', { type: 'string', enum: ['x'] }),
      of('a', { type: 'string', enum: ['x', 'y'] }),
    ],
    ['any number for a whole one', of('a', { type: 'integer' }), of('a', { type: 'number' })],
    [
      'a literal more beside null',
      of('a', { type: 'string', enum: ['x'] }),
      of('a', { type: 'string', nullable: true, allOf: [{ enum: ['x', 'y'] }] }),
    ],
    ['a rule less', { type: 'object', 'x-kubernetes-validations': [{ rule: 'true' }] }, { type: 'object' }],
    ['another description', of('a', text), of('a', { type: 'string', description: 'A.' })],
  ])('takes %s', (_, before, after) => {
    expect(told(before, after)).toEqual([]);
  });

  it.each(
    casesOf<CustomResourceDefinition>([
      [
        'another scope',
        bare,
        { ...bare, spec: { ...bare.spec, scope: 'Cluster' } },
        'its scope was Namespaced, and is Cluster: delete the definition and its objects first (impossible)',
      ],
      [
        'a version that is not served',
        definitionWith({ type: 'object' }),
        definitionWith({ type: 'object' }, { served: false }),
        'v1: it is not served any more (unserved)',
      ],
      [
        'a subresource that is gone',
        definitionWith(text, { subresources: { status: {} } }),
        definitionWith(text),
        'v1: there is no subresource status any more (unserved)',
      ],
      [
        'a field to select by',
        definitionWith(of('a', text), { selectableFields: [{ jsonPath: '.spec.a' }] }),
        definitionWith(of('a', text)),
        'v1 .spec.a: objects cannot be selected by it any more (unserved)',
      ],
    ]),
  )('tells $what', ({ before, after, expected }) => {
    expect(breakingChanges(before, after).map(describeChange)).toEqual([expected]);
  });

  it('tells a limit on names, and nothing of fields that every object has', () => {
    const root = (properties: JsonSchemaProps['properties']): CustomResourceDefinition =>
      definitionWith({}, { schema: { openAPIV3Schema: { type: 'object', properties } } });
    const metadata = of('name', { type: 'string', maxLength: 9 });
    const written = root({ apiVersion: { ...text, description: 'A.' }, kind: text, metadata });
    expect(breakingChanges(written, root({}))).toEqual([]);
    expect(breakingChanges(root({}), written).map(describeChange)).toEqual([
      'v1 .metadata.name: maxLength was not there, and is 9 (refused)',
    ]);
  });

  it('tells what is lost where nothing converts', () => {
    const version = (name: string, field: string, storage: boolean): DefinedVersion => {
      const schema = { openAPIV3Schema: of('spec', of(field, text)) };
      return { name, served: true, storage, schema };
    };
    const inVersion = (stored: string, strategy: 'None' | 'Webhook' = 'None'): CustomResourceDefinition => {
      const versions = [version('v1', 'a', stored === 'v1'), version('v2', 'b', stored === 'v2')];
      return { ...bare, spec: { ...bare.spec, versions, conversion: { strategy } as Conversion } };
    };
    const lost = 'v1 as v2 .spec.a: there is no such field any more (lost)';
    const changes = (before: CustomResourceDefinition, after: CustomResourceDefinition): string[] =>
      breakingChanges(before, after).map(describeChange);
    expect(changes(inVersion('v1'), inVersion('v2'))).toEqual([expect.stringContaining('(notice)'), lost]);
    expect(changes(inVersion('v1', 'Webhook'), inVersion('v1'))).toEqual([lost]);
    expect(changes(inVersion('v1', 'Webhook'), inVersion('v1', 'Webhook'))).toEqual([]);
    expect(changes(inVersion('v1'), inVersion('v1'))).toEqual([]);
  });

  it('tells nothing of a version that nobody asks for', () => {
    const [v1] = definitionWith(of('a', text)).spec.versions;
    const withOld = (schema: JsonSchemaProps): CustomResourceDefinition => {
      const old = definitionWith(schema, { name: 'v0', served: false, storage: false }).spec.versions;
      return { ...bare, spec: { ...bare.spec, versions: [...(v1 ? [v1] : []), ...old] } };
    };
    expect(breakingChanges(withOld(of('a', text)), withOld({ type: 'object' }))).toEqual([]);
  });

  it('tells nothing of a definition that never got its names', () => {
    const conditions = [{ type: 'Established', status: 'False' }];
    const other = { ...bare, spec: { ...bare.spec, names: { ...bare.spec.names, kind: 'Site' } } };
    expect(breakingChanges({ ...bare, status: { conditions } }, other)).toEqual([]);
    expect(breakingChanges(bare, other)).toHaveLength(1);
  });

  it('tells that a stored version is gone, and that it is another one', () => {
    const [v1] = bare.spec.versions;
    if (!v1) throw new Error('no version');
    const next = { ...bare, spec: { ...bare.spec, versions: [{ ...v1, name: 'v2' }] } };
    expect(breakingChanges(bare, next).map(({ effect, version }) => [effect, version])).toEqual([
      ['impossible', 'v1'],
      ['notice', 'v2'],
    ]);
    const both = {
      ...bare,
      spec: {
        ...bare.spec,
        versions: [
          { ...v1, name: 'v2' },
          { ...v1, storage: false },
        ],
      },
    };
    const asServed = { ...both, status: { storedVersions: ['v1', 'v2'] } };
    expect(breakingChanges(asServed, next).map(({ effect }) => effect)).toEqual(['impossible']);
    const migrated = { ...both, status: { storedVersions: ['v2'] } };
    expect(breakingChanges(migrated, next).map(({ effect }) => effect)).toEqual(['unserved']);
  });

  property.prop([fc.tuple(relatedSchemas(), chancesOf())], { numRuns: 2000 })(
    'tells each change that an object suffers from',
    ([{ before, after }, chances]) => {
      const value = admitted(
        before,
        drawValue(before, () => Number(chances.next().value)),
      );
      fc.pre(isValid(before, value) && hasRightDefaults(before) && hasRightDefaults(after));
      const then = admitted(after, value);
      const suffers = !isValid(after, then) || !keeps(then, value);
      if (suffers) expect(told(before, after)).not.toEqual([]);
    },
  );

  property.prop([schemaOf(2)])('tells nothing where nothing changes', (schema) => {
    expect(told(schema, structuredClone(schema))).toEqual([]);
  });
});

interface Case<T> {
  readonly what: string;
  readonly before: T;
  readonly after: T;
  readonly expected: string;
}

function casesOf<T>(rows: readonly (readonly [string, T, T, string])[]): Case<T>[] {
  return rows.map(([what, before, after, expected]) => ({ what, before, after, expected }));
}

/** As a server wants it. */
function hasRightDefaults(schema: JsonSchemaProps): boolean {
  const { properties = {}, items, additionalProperties } = schema;
  const values = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  return (
    (schema.default === undefined || isValid(schema, schema.default)) &&
    [...Object.values(properties), ...values, ...(items ? [items] : [])].every(hasRightDefaults)
  );
}

/** Whether all of the value is still there. */
function keeps(then: unknown, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return then === value;
  if (typeof then !== 'object' || then === null) return false;
  const now = new Map(Object.entries(then));
  return Object.entries(value).every(([name, member]) => now.has(name) && keeps(now.get(name), member));
}

/** Evenly from 0 to 1, as doubles of fast-check are not. */
function chancesOf(): fc.Arbitrary<fc.Stream<number>> {
  return fc.infiniteStream(fc.integer({ min: 0, max: 999 }).map((number) => number / 1000));
}

/** An object, as specs are, and the same with one part replaced, changed or gone. */
function relatedSchemas(): fc.Arbitrary<{ before: JsonSchemaProps; after: JsonSchemaProps }> {
  return fc
    .tuple(fc.oneof(objectOf(1), objectOf(2)), fc.oneof(schemaOf(0), schemaOf(1)), chancesOf())
    .map(([before, part, stream]) => ({
      before,
      after: edited(before, part, () => Number(stream.next().value)),
    }));
}

function edited(schema: JsonSchemaProps, part: JsonSchemaProps, chance: () => number): JsonSchemaProps {
  const { properties = {}, items, additionalProperties } = schema;
  const names = [...Object.keys(properties), 'a'];
  const name = names[Math.floor(chance() * names.length)] ?? 'a';
  if (chance() < 0.6) {
    if (items && chance() < 0.6) return { ...schema, items: edited(items, part, chance) };
    if (typeof additionalProperties === 'object')
      return { ...schema, additionalProperties: edited(additionalProperties, part, chance) };
    const { [name]: chosen, ...others } = properties;
    if (chosen && chance() < 0.2) return { ...schema, properties: others };
    if (schema.type === 'object')
      return { ...schema, properties: { ...properties, [name]: edited(chosen ?? {}, part, chance) } };
  }
  return chance() < 0.7 ? narrower(schema, chance) : part;
}

/** With one keyword more, or another one. */
function narrower(schema: JsonSchemaProps, chance: () => number): JsonSchemaProps {
  const size = Math.floor(chance() * 4);
  const lower = chance() < 0.5;
  switch (schema.type) {
    case 'string':
      if (schema.enum) return { ...schema, enum: lower ? ['x'] : ['x', 'yy'] };
      return { ...schema, nullable: false, [lower ? 'minLength' : 'maxLength']: size };
    case 'integer':
    case 'number':
      if (chance() < 0.3) return { ...schema, [lower ? 'exclusiveMinimum' : 'exclusiveMaximum']: true };
      return { ...schema, [chance() < 0.2 ? 'multipleOf' : lower ? 'minimum' : 'maximum']: size + 1 };
    case 'array':
      return { ...schema, [lower ? 'minItems' : 'maxItems']: size };
    case 'object': {
      if (typeof schema.additionalProperties === 'object' && chance() < 0.8)
        return { ...schema, [lower ? 'minProperties' : 'maxProperties']: size };
      if (chance() < 0.5) return { ...schema, required: ['a', ...(schema.required ?? [])] };
      return { type: 'object', properties: { ...schema.properties, b: { type: 'boolean' } } };
    }
    default:
      return { type: 'string' };
  }
}

function schemaOf(depth: number): fc.Arbitrary<JsonSchemaProps> {
  const size = fc.integer({ min: 0, max: 3 });
  const leaf = fc.oneof(
    fc.record(
      { type: fc.constant('string' as const), minLength: size, maxLength: size, nullable: fc.boolean() },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('string' as const),
        enum: fc.subarray(['x', 'yy'], { minLength: 1 }),
        default: fc.constant('x'),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constantFrom('integer' as const, 'number' as const),
        minimum: size,
        maximum: size,
        exclusiveMinimum: fc.boolean(),
        multipleOf: fc.constantFrom(1, 2),
      },
      { requiredKeys: ['type'] },
    ),
    fc.constant<JsonSchemaProps>({ type: 'boolean' }),
    fc.constant<JsonSchemaProps>({ 'x-kubernetes-int-or-string': true }),
    fc.constant<JsonSchemaProps>({ 'x-kubernetes-preserve-unknown-fields': true }),
  );
  if (depth === 0) return leaf;
  const inner = schemaOf(depth - 1);
  return fc.oneof(
    leaf,
    objectOf(depth),
    fc.record(
      { type: fc.constant('array' as const), items: inner, minItems: size, maxItems: size },
      { requiredKeys: ['type', 'items'] },
    ),
    fc.record(
      {
        type: fc.constant('object' as const),
        additionalProperties: inner,
        minProperties: size,
        maxProperties: size,
      },
      { requiredKeys: ['type', 'additionalProperties'] },
    ),
  );
}

function objectOf(depth: number): fc.Arbitrary<JsonSchemaProps> {
  return fc.record(
    {
      type: fc.constant('object' as const),
      properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), schemaOf(depth - 1)),
      required: fc.subarray(['a', 'b', 'c']),
      'x-kubernetes-preserve-unknown-fields': fc.constant(true),
    },
    { requiredKeys: ['type', 'properties'] },
  );
}

/** Most often one that the schema takes. */
function drawValue(schema: JsonSchemaProps, chance: () => number): unknown {
  const below = (count: number): number => Math.floor(chance() * count);
  if (schema.nullable && chance() < 0.3) return null;
  if (schema['x-kubernetes-int-or-string']) return chance() < 0.5 ? 'x' : 1;
  switch (schema.type) {
    case 'string':
      return schema.enum ? schema.enum[below(schema.enum.length)] : 'x'.repeat(below(4));
    case 'integer':
      return below(4);
    case 'number':
      return below(8) / 2;
    case 'boolean':
      return chance() < 0.5;
    case 'array':
      return Array.from({ length: below(4) }, () => drawValue(schema.items ?? {}, chance));
    case 'object': {
      const values =
        typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
      const known = Object.entries(values ? { a: values, b: values } : (schema.properties ?? {}));
      const unknown = schema['x-kubernetes-preserve-unknown-fields'] ? [['b', {}] as const] : [];
      const chosen = [...unknown, ...known].filter(() => chance() < 0.7);
      return Object.fromEntries(chosen.map(([name, property]) => [name, drawValue(property, chance)]));
    }
    case undefined:
      return ['x', 1, true, {}, ['x'], { a: 'x' }][below(6)];
  }
}
