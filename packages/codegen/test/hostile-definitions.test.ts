import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { crdModules } from '../src/crd.ts';
import { customModule } from '../src/custom.ts';
import { type ApiResourceList, groupVersionsIn } from '../src/discovery-reader.ts';
import { generateFiles } from '../src/generate.ts';
import { groupVersionOf } from '../src/group-version.ts';
import { InvalidDefinitionError } from '../src/invalid-definition.ts';
import type { Schemas } from '../src/schema.ts';
import { expectHarmless } from './support/harmless-source.ts';
import { hostileReference, hostileSchema, hostileText, withAnythingAnywhere } from './support/hostile.ts';

interface Names {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly plural?: string;
}

function definition(
  { group = 'evil.dev', version = 'v1', kind = 'Evil', plural = 'evils' }: Names,
  more = {},
) {
  const openAPIV3Schema = { type: 'object', properties: { spec: { type: 'object' } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'evils.evil.dev' },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: 'evil', shortNames: ['ev'] },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema },
          ...more,
        },
      ],
    },
  };
}

/** Harmless files, or one error that is fit to be read. */
function expectHarmlessOrRefused(generate: () => ReadonlyMap<string, string>, named: RegExp): void {
  let files: ReadonlyMap<string, string>;
  try {
    files = generate();
  } catch (error) {
    if (!(error instanceof InvalidDefinitionError)) throw error;
    expect(error.message).toMatch(named);
    expect(error.message).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,1000}$/u);
    return;
  }
  expectHarmless(files);
}

const ofDefinition = /^CustomResourceDefinition |^"|^the schemas of /;

describe('a hostile definition', () => {
  const fromFiles =
    (documents: readonly unknown[], source = 'crd.yaml') =>
    () =>
      generateFiles(crdModules(documents), { source });

  test.prop([
    fc.record(
      { group: hostileText, version: hostileText, kind: hostileText, plural: hostileText },
      { requiredKeys: [] },
    ),
  ])('puts nothing but its names into source, whatever they are', (names) => {
    expectHarmlessOrRefused(fromFiles([definition(names)]), ofDefinition);
  });

  test.prop([hostileSchema, hostileText], { numRuns: 150 })(
    'puts nothing but types and comments into source, whatever its schema, and from any file',
    (openAPIV3Schema, source) => {
      const schema = { openAPIV3Schema: { type: 'object', properties: { spec: openAPIV3Schema } } };
      expectHarmlessOrRefused(fromFiles([definition({}, { schema })], source), ofDefinition);
    },
  );

  const usual = definition(
    {},
    {
      schema: {
        openAPIV3Schema: {
          type: 'object',
          description: 'd',
          required: ['spec'],
          properties: {
            spec: {
              type: 'object',
              properties: {
                size: { type: 'integer', default: 1, enum: [1, 2] },
                tags: { type: 'array', items: { type: 'string' } },
              },
              oneOf: [{ required: ['size'] }, { required: ['tags'] }],
            },
          },
        },
      },
    },
  );
  test.prop([withAnythingAnywhere(usual)], { numRuns: 150 })(
    'is refused in one line where anything stands in any place of it',
    (hostile) => {
      expectHarmlessOrRefused(
        fromFiles([hostile, definition({ kind: 'Other', plural: 'others' })]),
        ofDefinition,
      );
    },
  );

  test.each<[string, Names, string]>([
    [
      'a group with code',
      { group: "x.dev'; code; '" },
      `spec.group is "x.dev'; code; '", not a DNS name in lower case`,
    ],
    ['a group that climbs', { group: '../../outside' }, 'spec.group is "../../outside", not a DNS name'],
    ['a group that is built in', { group: 'apps' }, 'spec.group is "apps", not a domain'],
    ['the core group', { group: 'core' }, 'spec.group is "core", which other files have already'],
    [
      'the group of the index',
      { group: 'index.ts' },
      'spec.group is "index.ts", which other files have already',
    ],
    [
      'a group that is a device',
      { group: 'aux.dev' },
      'spec.group is "aux.dev", which is the name of a device on Windows',
    ],
    [
      'a version with code',
      { version: "a.ts'; code; '" },
      `spec.versions[0].name is "a.ts'; code; '", not a DNS label`,
    ],
    ['a version that climbs', { version: '..' }, 'spec.versions[0].name is "..", not a DNS label'],
    ['a version with a backslash', { version: 'a\\b' }, 'spec.versions[0].name is "a\\\\b", not a DNS label'],
    [
      'a version that is a device',
      { version: 'con' },
      'spec.versions[0].name is "con", which is the name of a device',
    ],
    [
      'a kind with code',
      { kind: 'Evil {} code; interface X' },
      'spec.names.kind is "Evil {} code; interface X", not letters',
    ],
    [
      'a kind that begins with a digit',
      { kind: '3d' },
      'spec.names.kind is "3d", not letters, digits and dashes',
    ],
    ['a kind of the prototype', { kind: '__proto__' }, 'spec.names.kind is "__proto__", not letters'],
    ['a plural that climbs', { plural: '../evils' }, 'spec.names.plural is "../evils", not a DNS label'],
    [
      'a name without end',
      { kind: 'A'.repeat(10_000) },
      `spec.names.kind is "${'A'.repeat(100)}…", not letters`,
    ],
  ])('with %s is refused by name and field', (_what, names, problem) => {
    expect(() => crdModules([definition(names)])).toThrow(
      `CustomResourceDefinition evils.evil.dev: ${problem}`,
    );
  });

  test('that shares its kind with another is refused', () => {
    const both = [definition({ kind: 'My-Kind' }), definition({ kind: 'MyKind', plural: 'others' })];
    expect(() => crdModules(both)).toThrow(
      '"evil.dev/v1": the kind of others is "MyKind", and of evils there is a type MyKind already',
    );
  });

  test('that hides its kind in lists without end is refused', () => {
    let list: unknown = definition({});
    for (let depth = 0; depth < 50_000; depth += 1) list = { kind: 'List', items: [list] };
    expect(() => crdModules([list])).toThrow('a list lies in more than 10 others');
  });
});

describe('a schema', () => {
  const nested = (depth: number, inner: object): object =>
    Array.from({ length: depth }).reduce<object>((schema) => ({ type: 'array', items: schema }), inner);
  const moduleOf = (openAPIV3Schema: unknown) => () =>
    crdModules([definition({}, { schema: { openAPIV3Schema } })]);

  test('as deep as people write them is read, and one without end is refused where it is too deep', () => {
    expect(moduleOf(nested(90, { type: 'string' }))).not.toThrow();
    expect(moduleOf(nested(50_000, { type: 'string' }))).toThrow(
      /^CustomResourceDefinition evils.evil.dev: spec.versions\[0\].schema.openAPIV3Schema.items.items.*… lies in 100 schemas, and more are not read$|lies in 100 schemas/,
    );
  });

  test('with a default without end is refused', () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 50_000; depth += 1) value = [value];
    expect(moduleOf({ type: 'object', default: value })).toThrow(
      'spec.versions[0].schema.openAPIV3Schema.default is nested more than 100 deep',
    );
  });

  const withAlternatives = (count: number): object => {
    const names = Array.from({ length: count }, (_, at) => `f${at}`);
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
    return { type: 'object', properties, oneOf: names.map((name) => ({ required: [name] })) };
  };

  test.each([500, 3000])(
    'whose %d alternatives multiply is refused before they are written down',
    (count) => {
      expect(moduleOf(withAlternatives(count))).toThrow(
        '"evil.dev/v1": its types would take more than 50000000 characters',
      );
    },
  );

  test('with more alternatives than people write is read', () => {
    expect(moduleOf(withAlternatives(200))).not.toThrow();
  });

  test('with thousands of fields that want one name gives each its own', () => {
    const names = Array.from(
      { length: 5_000 },
      (_, at) => `a${'-'.repeat(at % 100)}${'.'.repeat(1 + at / 100)}`,
    );
    const inner = { type: 'object', properties: { x: { type: 'string' } } };
    const [module] = moduleOf({
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, inner])),
    })();
    expect(new Set(module?.declarations.map(({ name }) => name)).size).toBe(5_001);
  });

  test.each([
    ['properties', 7, 'properties is 7, not an object'],
    ['required', 'spec', 'required is "spec", not a list'],
    ['required', [{}], 'required[0] is an object, not a text'],
    ['enum', {}, 'enum is an object, not a list'],
    ['description', [], 'description is a list, not a text'],
    ['items', [{}], 'items is a list, not a schema'],
    ['oneOf', [null], 'oneOf[0] is null, not a schema'],
    ['properties', { 'a\nb': 1 }, 'properties.a\\u000ab is 1, not a schema'],
  ])('whose %s is %j is refused by name', (keyword, value, problem) => {
    expect(moduleOf({ type: 'object', [keyword]: value })).toThrow(
      `CustomResourceDefinition evils.evil.dev: spec.versions[0].schema.openAPIV3Schema.${problem}`,
    );
  });
});

describe('a hostile cluster', () => {
  const list: ApiResourceList = {
    groupVersion: 'evil.dev/v1',
    resources: [
      {
        name: 'evils',
        singularName: 'evil',
        kind: 'Evil',
        namespaced: true,
        verbs: ['get'],
        shortNames: ['ev'],
      },
      { name: 'evils/status', singularName: '', kind: 'Evil', namespaced: true, verbs: ['get'] },
    ],
  };
  const marked = {
    type: 'object',
    properties: { spec: { $ref: '#/components/schemas/evil.dev.v1.Other' } },
    'x-kubernetes-group-version-kind': [{ group: 'evil.dev', version: 'v1', kind: 'Evil' }],
  };
  const schemas = {
    'evil.dev.v1.Evil': marked,
    'evil.dev.v1.Other': { type: 'object', properties: { a: { type: 'string' } } },
  };
  const fromCluster = (resources: unknown, published: unknown) => () =>
    generateFiles([customModule(groupVersionOf(resources as ApiResourceList), published as Schemas)], {
      source: 'a cluster',
    });
  const ofCluster = /^"|^the (?:list|schemas|group|version|path) |^a list of resources/;

  test.prop([withAnythingAnywhere(list)], { numRuns: 150 })(
    'gets nothing into source by its lists of kinds',
    (hostile) => {
      expectHarmlessOrRefused(fromCluster(hostile, schemas), ofCluster);
    },
  );

  test.prop([withAnythingAnywhere(schemas), hostileReference, hostileSchema], { numRuns: 150 })(
    'gets nothing into source by its schemas, their names and what they refer to',
    (hostile, $ref, schema) => {
      const name = $ref.replace('#/components/schemas/', '');
      const referring = { ...marked, properties: { spec: { $ref }, other: schema } };
      expectHarmlessOrRefused(fromCluster(list, hostile), ofCluster);
      const named = Object.fromEntries([
        [name, schema],
        ['evil.dev.v1.Evil', referring],
      ]);
      expectHarmlessOrRefused(fromCluster(list, named), ofCluster);
    },
  );

  test.prop([
    withAnythingAnywhere({
      kind: 'APIGroupList',
      groups: [{ name: 'evil.dev', versions: [{ version: 'v1', groupVersion: 'evil.dev/v1' }] }],
    }),
  ])('names only groups and versions that can be asked for and be paths', (hostile) => {
    try {
      for (const [group, versions] of groupVersionsIn(hostile))
        for (const version of versions) expect(`${group}/${version}`).toMatch(/^[-a-z0-9.]+\/[-a-z0-9]+$/);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidDefinitionError);
    }
  });

  test('whose schemas lead from one to the next without end is read', () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `evil.dev.v1.N${at}`);
    const chain = names.map((name, at): [string, object] => [
      name,
      {
        type: 'object',
        properties: { next: { $ref: `#/components/schemas/${names[(at + 1) % names.length] ?? ''}` } },
      },
    ]);
    const first = { ...marked, properties: { spec: { $ref: `#/components/schemas/${names[0] ?? ''}` } } };
    const module = customModule(
      groupVersionOf(list),
      Object.fromEntries([...chain, ['evil.dev.v1.Evil', first]]),
    );
    expect(module.declarations).toHaveLength(20_001);
  });

  test('that has a kind twice is told of by name', () => {
    const twice = {
      ...list,
      resources: [...list.resources, { name: 'others', kind: 'Evil', namespaced: true, verbs: [] }],
    };
    expect(fromCluster(twice, schemas)).toThrow(
      '"evil.dev/v1": the kind of others is "Evil", and of evils there is a type Evil already',
    );
  });

  test('whose group is called as a built-in one has its own types', () => {
    const apps = {
      groupVersion: 'apps/v1',
      resources: [{ name: 'deployments', kind: 'Deployment', namespaced: true, verbs: [] }],
    };
    const own = {
      'io.k8s.api.apps.v1.Deployment': {
        type: 'object',
        properties: { spec: { $ref: '#/components/schemas/io.k8s.api.apps.v1.DeploymentSpec' } },
        'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Deployment' }],
      },
      'io.k8s.api.apps.v1.DeploymentSpec': { type: 'object', properties: { replicas: { type: 'integer' } } },
    };
    const files = fromCluster(apps, own)();
    expectHarmless(files);
    expect(files.get('apps/v1.ts')).toContain('export interface DeploymentSpec {');
  });
});

test('a module with a path of its own making becomes no file', () => {
  const module = { ...customModule({ group: 'a.dev', version: 'v1', resources: [] }, {}), path: '../v1' };
  expect(() => generateFiles([module], { source: 'x' })).toThrow(
    '"../v1" is not the path of one module of "a.dev"',
  );
});
