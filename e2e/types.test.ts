import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '@kube-rx/cli';
import {
  type ApiResourceList,
  crdModules,
  customModule,
  groupVersionOf,
  printExtract,
  printRecording,
  type Schemas,
} from '@kube-rx/codegen';
import { asPublished, readDefinitions, sorted } from '../packages/cli/test/support/published-types.ts';
import { takeExtracts, takePolicy, takeProtoExtract } from '../scripts/generate.ts';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
let controlPlane: ControlPlane;
const definitions = readDefinitions();

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  for (const definition of definitions) {
    const created = await controlPlane.request(DEFINITIONS, { body: definition });
    expect([definition.metadata.name, created]).toMatchObject([definition.metadata.name, { status: 201 }]);
  }
});

afterAll(async () => {
  await controlPlane.stop();
});

/** Polls, as the server publishes definitions in its own time. */
async function getUntil<T>(path: string, isThere: (body: T) => boolean): Promise<T> {
  let found: T | undefined;
  await eventually(`${path} is whole`, async () => {
    const { status, body } = await controlPlane.request(path);
    if (status === 200 && isThere(body as T)) found = body as T;
    return found !== undefined;
  });
  return found as T;
}

/** How many kinds of the group and version have their own schema already. */
function kindsIn(schemas: Schemas, groupVersion: string): number {
  const marks = Object.values(schemas).flatMap((schema) => schema['x-kubernetes-group-version-kind'] ?? []);
  const own = marks.filter(({ group, version }) => `${group}/${version}` === groupVersion);
  return own.filter(({ kind }) => !kind.endsWith('List')).length;
}

function read(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, '../packages/k8s', name), 'utf8');
}

describe('the extract that the built-in kinds are generated from', () => {
  test('is what a kube-apiserver of this version serves (npm run generate -- --refresh)', async () => {
    const { input, columns, zeros } = await takeExtracts();
    expect(printExtract(input) === (await read('openapi.json'))).toBe(true);
    expect(printRecording(columns) === (await read('columns.json'))).toBe(true);
    expect(printRecording(zeros) === (await read('zeros.json'))).toBe(true);
  });

  test('has the roles and bindings that such a server makes', async () => {
    expect(printRecording(await takePolicy()) === (await read('policy.json'))).toBe(true);
  });

  test('has the field numbers of the Go modules of this version', async () => {
    const { schemas } = JSON.parse(await read('openapi.json')) as { readonly schemas: Schemas };
    expect(printRecording(await takeProtoExtract(schemas)) === (await read('protobuf.json'))).toBe(true);
  });
});

describe('the types of custom resources', () => {
  test.each([
    'awkward.dev/v1',
    'versions.dev/v1',
    'versions.dev/v1beta1',
    'listed.dev/v1',
    'odd.example.dev/v1',
  ])('of %s are the same from the cluster’s OpenAPI as from CRD files', async (groupVersion) => {
    const fromFiles = crdModules(definitions.map(asPublished)).find(
      ({ group, version }) => `${group}/${version}` === groupVersion,
    );
    const kinds = fromFiles?.tokens.length ?? 0;
    const isWhole = (list: ApiResourceList): boolean =>
      list.resources.filter(({ name }) => !name.includes('/')).length === kinds;
    const list = await getUntil(`/apis/${groupVersion}`, isWhole);
    const openApi = await getUntil<{ components?: { schemas?: Schemas } }>(
      `/openapi/v3/apis/${groupVersion}`,
      ({ components }) => kindsIn(components?.schemas ?? {}, groupVersion) === kinds,
    );
    const fromCluster = customModule(groupVersionOf(list), openApi.components?.schemas ?? {});
    expect(fromFiles).toBeDefined();
    if (fromFiles !== undefined) expect(sorted(fromCluster)).toEqual(sorted(fromFiles));
  });

  test('are written by one command', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    const kubeconfig = join(folder, 'config');
    await controlPlane.writeKubeconfig(kubeconfig);
    let printed = '';
    const print = (text: string): void => {
      printed += text;
    };
    const terminal = { out: print, err: print, signal: new AbortController().signal, exitCode: undefined };
    const args = [
      'types',
      '--kubeconfig',
      kubeconfig,
      '--group',
      'versions.dev',
      '--out',
      join(folder, 'out'),
    ];
    expect([await run(args, terminal), printed]).toEqual([0, expect.stringContaining('versions.dev/v1.ts')]);
    const text = await readFile(join(folder, 'out/versions.dev/v1.ts'), 'utf8');
    expect(text).toContain("export const Planet: Resource<Planet, 'Cluster', 'scale' | 'status'> = {");
    expect(text).toContain("from 'kube-rx';");
    await rm(folder, { recursive: true });
  });
});
