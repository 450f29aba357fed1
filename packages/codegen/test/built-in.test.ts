import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { staleFiles } from '../../../scripts/generate.ts';
import { type BuiltInInput, builtInModules, locateBuiltIn } from '../src/built-in.ts';
import { extract, printExtract } from '../src/extract.ts';

const text = readFileSync(join(import.meta.dirname, '../../k8s/openapi.json'), 'utf8');
const input = JSON.parse(text) as BuiltInInput;
const modules = builtInModules(input);

describe('the modules of Kubernetes 1.36', () => {
  test('are committed as npm run generate writes them', async () => {
    expect(await staleFiles()).toEqual([]);
  }, 30_000);

  test('load nothing at run time but the one file of tokens', () => {
    const folder = join(import.meta.dirname, '../../k8s/src');
    for (const path of [...modules.map((module) => `${module.path}.ts`), 'index.ts', 'catalog.ts']) {
      const source = readFileSync(join(folder, path), 'utf8');
      const loaded = [...source.matchAll(/^(?:import|export) (?!type\b)[^;=]*? from '([^']+)';$/gm)];
      const files = loaded.map(([, specifier]) => specifier?.replace(/^\.+\//, ''));
      expect([path, files]).toEqual([path, files.length === 0 ? [] : ['tokens.ts']]);
    }
    const tokens = modules.flatMap((module) => module.tokens).length;
    expect(readFileSync(join(folder, 'tokens.ts')).length / tokens).toBeLessThan(300);
  });

  test('have a token for every resource that discovery tells of', () => {
    const discovered = input.groupVersions.flatMap(({ group, version, resources }) =>
      resources.map(({ kind }) => `${group}/${version}/${kind}`),
    );
    const tokens = modules.flatMap(({ group, version, tokens: inModule }) =>
      inModule.map(({ kind }) => `${group}/${version}/${kind}`),
    );
    expect(tokens.toSorted()).toEqual(discovered.toSorted());
    expect(tokens.length).toBeGreaterThan(90);
  });

  test('have a type for every kind that a subresource takes', () => {
    const names = new Set(
      modules.flatMap(({ path, declarations }) => declarations.map(({ name }) => `${path}/${name}`)),
    );
    for (const name of [
      'autoscaling/v1/Scale',
      'policy/v1/Eviction',
      'authentication.k8s.io/v1/TokenRequest',
    ])
      expect(names).toContain(name);
  });

  test('have no list kinds and nothing twice', () => {
    for (const { path, declarations } of modules) {
      const names = declarations.map(({ name }) => name);
      expect([path, new Set(names).size]).toEqual([path, names.length]);
      expect(names.filter((name) => /^(Pod|Deployment|Event)List$/.test(name))).toEqual([]);
    }
  });

  test('refer only to what is declared', () => {
    const declared = new Set(
      modules.flatMap(({ path, declarations }) => declarations.map(({ name }) => `${path}/${name}`)),
    );
    const references = JSON.stringify(modules).matchAll(
      /"kind":"reference","module":"([^"]+)","name":"([^"]+)"/g,
    );
    for (const [, module = '', name = ''] of references) {
      if (module !== 'core') expect(declared).toContain(`${module}/${name}`);
    }
  });
});

describe('a built-in schema', () => {
  test.each([
    ['io.k8s.api.core.v1.Pod', 'core/v1', 'Pod'],
    ['io.k8s.api.rbac.v1.Role', 'rbac.authorization.k8s.io/v1', 'Role'],
    [
      'io.k8s.api.apiserverinternal.v1alpha1.StorageVersion',
      'internal.apiserver.k8s.io/v1alpha1',
      'StorageVersion',
    ],
    ['io.k8s.apimachinery.pkg.apis.meta.v1.Status', 'meta/v1', 'Status'],
    [
      'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
      'apiregistration.k8s.io/v1',
      'APIService',
    ],
  ])('%s lives in %s', (name, module, type) => {
    expect(locateBuiltIn(name)).toEqual({ module, name: type });
  });

  test('is told from others by its package', () => {
    expect(locateBuiltIn('com.example.v1.Website')).toBeUndefined();
    expect(locateBuiltIn('io.k8s.metrics.pkg.apis.metrics.v1beta1.NodeMetrics')).toBeUndefined();
  });
});

describe('an extract', () => {
  test('drops descriptions, but not properties of that name', () => {
    const schema = {
      description: 'a schema',
      properties: {
        description: { type: 'string', description: 'a property' },
        properties: { type: 'object' },
      },
    };
    const taken = extract({
      kubernetes: 'v1.36.3',
      resourceLists: [],
      openApi: [{ components: { schemas: { b: schema, a: {} } } }],
    });
    expect(JSON.stringify(taken.schemas)).toBe(
      '{"a":{},"b":{"properties":{"description":{"type":"string"},"properties":{"type":"object"}}}}',
    );
  });

  test('is printed so that reading and printing it changes nothing', () => {
    expect(printExtract(input)).toBe(text);
  });

  test('puts subresources with their resource', () => {
    const verbs = ['get'];
    const { groupVersions } = extract({
      kubernetes: 'v1.36.3',
      openApi: [],
      resourceLists: [
        {
          groupVersion: 'apps/v1',
          resources: [
            {
              name: 'deployments/scale',
              namespaced: true,
              kind: 'Scale',
              group: 'autoscaling',
              version: 'v1',
              verbs,
            },
            {
              name: 'deployments',
              singularName: 'deployment',
              namespaced: true,
              kind: 'Deployment',
              verbs,
              shortNames: ['deploy'],
            },
          ],
        },
      ],
    });
    expect(groupVersions).toEqual([
      {
        group: 'apps',
        version: 'v1',
        resources: [
          {
            plural: 'deployments',
            singular: 'deployment',
            kind: 'Deployment',
            namespaced: true,
            verbs,
            shortNames: ['deploy'],
            subresources: [{ name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs }],
          },
        ],
      },
    ]);
  });
});
