// Types generated from the embedded server are those from files and from a real server.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import {
  type ApiResourceList,
  type BuiltInInput,
  builtInModules,
  crdModules,
  customModule,
  extract,
  groupVersionOf,
  printModule,
  type Schemas,
} from '@kube-rx/codegen';
import { readBody } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { asPublished, readDefinitions, sorted } from '../support/published-types.ts';

interface OpenApi {
  readonly components: { readonly schemas: Schemas };
}

async function get<T>(server: ApiServer, path: string): Promise<T> {
  const { status, body } = await server.service({ method: 'GET', path, query: [], headers: {} });
  expect([path, status]).toEqual([path, 200]);
  return JSON.parse(new TextDecoder().decode(await readBody(body))) as T;
}

const packages = join(import.meta.dirname, '../../..');

describe('types from the embedded server', () => {
  test.each([
    'awkward.dev/v1',
    'versions.dev/v1',
    'versions.dev/v1beta1',
    'listed.dev/v1',
    'odd.example.dev/v1',
  ])('of the custom resources of %s are those from their files', async (groupVersion) => {
    await using server = new ApiServer({ resources: catalog });
    const [domain = ''] = groupVersion.split('/');
    server.seed(readDefinitions().filter(({ metadata }) => metadata.name.endsWith(`.${domain}`)));
    const fromFiles = crdModules(readDefinitions().map(asPublished)).find(
      ({ group, version }) => `${group}/${version}` === groupVersion,
    );
    const list = await get<ApiResourceList>(server, `/apis/${groupVersion}`);
    const { components } = await get<OpenApi>(server, `/openapi/v3/apis/${groupVersion}`);
    const fromServer = customModule(groupVersionOf(list), components.schemas);
    expect(fromFiles).toBeDefined();
    if (fromFiles) expect(sorted(fromServer)).toEqual(sorted(fromFiles));
  });

  test.each(['apps/v1', 'batch/v1', 'rbac.authorization.k8s.io/v1', 'networking.k8s.io/v1'])(
    'of the built-in kinds of %s are those from the real server',
    async (groupVersion) => {
      await using server = new ApiServer({ resources: catalog });
      const embedded = extract({
        kubernetes: 'v1.36.3',
        resourceLists: [await get<ApiResourceList>(server, `/apis/${groupVersion}`)],
        openApi: [await get<OpenApi>(server, `/openapi/v3/apis/${groupVersion}`)],
      });
      const real = JSON.parse(readFileSync(join(packages, 'k8s/openapi.json'), 'utf8')) as BuiltInInput;
      expect(printed(embedded, groupVersion)).toBe(printed(real, groupVersion));
    },
  );
});

function printed(input: BuiltInInput, path: string): string {
  const module = builtInModules(input).find((one) => one.path === path);
  return module
    ? printModule(module, { header: [], importPath: (_, name) => name, tokensPath: 'tokens' })
    : '';
}
