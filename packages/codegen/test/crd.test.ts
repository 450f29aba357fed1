import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseExactJson } from '@kube-rx/core';
import { crdModules } from '../src/crd.ts';
import { generateFiles } from '../src/generate.ts';
import { InvalidDefinitionError } from '../src/invalid-definition.ts';
import { crdDocuments } from './support/crds.ts';

const generated = join(import.meta.dirname, 'fixtures/generated');

describe('the files for awkward CRDs', () => {
  const files = generateFiles(crdModules(crdDocuments()), { source: 'fixtures/crds', packages: '@kube-rx' });

  // The committed files are compiled with the other tests, and what they promise is tested in generated-types.test.ts.
  test.each([...files])('%s is as committed (UPDATE_GENERATED=1 writes it)', (path, text) => {
    const file = join(generated, path);
    if (process.env['UPDATE_GENERATED'] !== undefined) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
  });

  test('are the same whatever the order of the documents', () => {
    const reversed = generateFiles(crdModules(crdDocuments().toReversed()), { source: 'x' });
    expect([...reversed.keys()].toSorted()).toEqual([...files.keys()].toSorted());
  });

  test('import from the facade unless told otherwise', () => {
    const text = generateFiles(crdModules(crdDocuments()), { source: 'x' }).get('awkward.dev/v1.ts');
    expect(text).toContain("from 'kube-rx';");
    expect(text).not.toContain('@kube-rx');
  });
});

test.each([
  ['bigints, as a file has them', 9007199254740993n],
  ['numbers, as a cluster has them', parseExactJson('9007199254740993')],
])('a default beyond 2^53 is told with every digit: from %s', (_from, fallback) => {
  const field = { type: 'integer', enum: [fallback], default: fallback };
  const spec = parseExactJson('{"default":9007199254740993}');
  const n = typeof fallback === 'bigint' ? field : { ...field, ...(spec as object) };
  const schema = {
    openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { n } } } },
  };
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'Thing', plural: 'things' },
      scope: 'Cluster',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
  const text = generateFiles(crdModules([definition]), { source: 'x' }).get('example.com/v1.ts');
  expect(text).toContain('Default: `9007199254740993`');
  expect(text).toContain('n?: 9007199254740992');
});

describe('a definition that is none', () => {
  const definition = (spec: object, apiVersion = 'apiextensions.k8s.io/v1'): object => ({
    apiVersion,
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec,
  });
  const names = { kind: 'Thing', plural: 'things' };
  const group = 'example.com';

  test.each([
    ['a group', { names, scope: 'Cluster', versions: [] }, 'spec.group is missing'],
    ['names', { group, scope: 'Cluster', versions: [] }, 'spec.names is missing'],
    ['a plural', { group, names: { kind: 'Thing' }, scope: 'Cluster' }, 'spec.names.plural is missing'],
    ['a scope', { group, names, versions: [] }, 'spec.scope is undefined, not Namespaced or Cluster'],
    ['versions', { group, names, scope: 'Cluster' }, 'spec.versions is missing'],
    [
      'a schema',
      { group, names, scope: 'Cluster', versions: [{ name: 'v1', served: true, schema: {} }] },
      'spec.versions[0].schema.openAPIV3Schema is missing',
    ],
  ])('for want of %s is named with the field at fault', (_, spec, message) => {
    expect(() => crdModules([definition(spec)])).toThrow(
      new InvalidDefinitionError(`CustomResourceDefinition things.example.com: ${message}`),
    );
  });

  test('of v1beta1 is refused in words', () => {
    expect(() => crdModules([definition({}, 'apiextensions.k8s.io/v1beta1')])).toThrow(
      'apiVersion is "apiextensions.k8s.io/v1beta1", and only apiextensions.k8s.io/v1 has schemas',
    );
  });

  test('but something else is passed over', () => {
    expect(crdModules([null, 'text', 7, [], { kind: 'ConfigMap' }, { kind: 'List', items: [{}] }])).toEqual(
      [],
    );
  });
});
