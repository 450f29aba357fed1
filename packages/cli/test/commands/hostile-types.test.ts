// `kube-rx types` asks a cluster that answers anything at all.

import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeKubeconfig } from '../../src/apiserver/kubeconfig-file.ts';
import { run } from '../../src/program.ts';

type Answers = Readonly<Record<string, unknown>>;

const groups = (name: unknown, version: unknown): { readonly groups: readonly object[] } => ({
  groups: [{ name, versions: [{ version, groupVersion: `${String(name)}/${String(version)}` }] }],
});
const evils = { name: 'evils', singularName: 'evil', kind: 'Evil', namespaced: true, verbs: ['get'] };
const resources = (...more: readonly object[]): object => ({
  kind: 'APIResourceList',
  groupVersion: 'evil.dev/v1',
  resources: [evils, ...more],
});
const schema = (spec: object): object => ({
  components: {
    schemas: {
      'dev.evil.v1.Evil': {
        type: 'object',
        properties: { spec },
        'x-kubernetes-group-version-kind': [{ group: 'evil.dev', version: 'v1', kind: 'Evil' }],
      },
    },
  },
});
const usual: Answers = {
  '/apis': groups('evil.dev', 'v1'),
  '/apis/evil.dev/v1': resources(),
  '/openapi/v3/apis/evil.dev/v1': schema({ type: 'object', properties: { a: { type: 'string' } } }),
};

describe('kube-rx types of a hostile cluster', () => {
  let folder: string;
  let server: Server;
  let answers: Answers;
  let asked: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    asked = [];
    server = createServer(({ url = '' }, response) => {
      asked.push(url);
      const answer = answers[url];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(answer === undefined ? { kind: 'Status', code: 404, reason: 'NotFound' } : answer),
      );
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    await writeKubeconfig(join(folder, 'config'), `http://127.0.0.1:${address.port}`);
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  async function types(changed: Answers): Promise<{ readonly code: number; readonly err: string }> {
    answers = { ...usual, ...changed };
    let err = '';
    const code = await run(
      ['types', '--kubeconfig', join(folder, 'config'), '--out', join(folder, 'a/out')],
      {
        out: () => undefined,
        err: (text) => {
          err += text;
        },
        signal: new AbortController().signal,
        exitCode: undefined,
      },
    );
    return { code, err };
  }

  test('reads one that is as it should be', async () => {
    expect(await types({})).toEqual({ code: 0, err: '' });
    expect(await readFile(join(folder, 'a/out/evil.dev/v1.ts'), 'utf8')).toContain(
      'export interface EvilSpec {',
    );
  });

  const list = '/apis/evil.dev/v1';
  const openApi = '/openapi/v3/apis/evil.dev/v1';

  test.each<[string, Answers, string]>([
    [
      'a group that climbs',
      { '/apis': groups('../../outside', 'v1') },
      'groups[0].name is "../../outside", not a DNS name in lower case',
    ],
    [
      'a group that is a number',
      { '/apis': groups(7, 'v1') },
      'groups[0].name is 7, not a DNS name in lower case',
    ],
    ['the core group', { '/apis': groups('', 'v1') }, 'groups[0].name is missing'],
    [
      'a version with code',
      { '/apis': groups('evil.dev', "v1'; code; '") },
      `groups[0].versions[0].version is "v1'; code; '", not a DNS label`,
    ],
    [
      'no groups but a text',
      { '/apis': { groups: 'evil.dev' } },
      'the list of API groups: groups is "evil.dev", not a list',
    ],
    ['nothing at all', { '/apis': null }, 'the list of API groups: null is not an object'],
    [
      'another list than was asked for',
      { [list]: { groupVersion: 'other.dev/v1', resources: [] } },
      'the server has another list of resources at /apis/evil.dev/v1 than that of evil.dev/v1',
    ],
    [
      'a kind with code',
      { [list]: resources({ ...evils, name: 'others', kind: 'X {} code' }) },
      '"evil.dev/v1": the kind of others is "X {} code", not letters',
    ],
    [
      'a plural that climbs',
      { [list]: resources({ ...evils, name: '..', kind: 'Other' }) },
      '"evil.dev/v1": the plural of a kind is "..", not a DNS label',
    ],
    [
      'a kind that is none',
      { [list]: resources({ name: 'others' }) },
      'the list of resources of "evil.dev/v1": resources[1].kind is missing',
    ],
    [
      'a subresource with a line',
      { [list]: resources({ ...evils, name: 'evils/a\nb' }) },
      '"evil.dev/v1": a subresource of evils is "a\\nb", not letters',
    ],
    [
      'schemas that are a text',
      { [openApi]: { components: { schemas: 'x' } } },
      'the schemas of evil.dev/v1 are "x", not an object',
    ],
    [
      'a schema that is a list',
      { [openApi]: schema([]) },
      'the schemas of evil.dev/v1: dev.evil.v1.Evil.properties.spec is a list, not a schema',
    ],
  ])('refuses %s in one line, and writes nothing', async (_, changed, problem) => {
    const { code, err } = await types(changed);
    expect(code).toBe(1);
    expect(err).toMatch(/^error: [^\n]+\n$/);
    expect(err).toContain(problem);
    expect(await readdir(folder)).toEqual(['config']);
  });

  const openshift = 'template.openshift.io/v1';
  const metrics = 'external.metrics.k8s.io/v1beta1';
  const row = (name: string, kind: string): object => ({ name, kind, namespaced: true, verbs: ['get'] });

  test.each<[string, { readonly groupVersion: string; readonly answer?: unknown; readonly problem: string }]>(
    [
      [
        'two resources of one kind, as OpenShift has them',
        {
          groupVersion: openshift,
          answer: {
            groupVersion: openshift,
            resources: [row('processedtemplates', 'Template'), row('templates', 'Template')],
          },
          problem: `error: "${openshift}": the kind of templates is "Template", and of processedtemplates there is a type Template already`,
        },
      ],
      [
        'resources that are called as metrics are',
        {
          groupVersion: metrics,
          answer: { groupVersion: metrics, resources: [row('http_requests', 'ExternalMetricValueList')] },
          problem: `error: "${metrics}": the plural of a kind is "http_requests", not a DNS label`,
        },
      ],
      ['no answer', { groupVersion: 'gone.dev/v1', problem: 'Error from server (NotFound)' }],
    ],
  )('takes the types of the others where a group has %s', async (_, { groupVersion, answer, problem }) => {
    const [name = '', version] = groupVersion.split('/');
    const { groups: rows } = groups(name, version);
    const { code, err } = await types({
      '/apis': { kind: 'APIGroupList', groups: [...rows, ...groups('evil.dev', 'v1').groups] },
      [`/apis/${groupVersion}`]: answer,
      [`/openapi/v3/apis/${groupVersion}`]: {},
    });
    expect(code).toBe(1);
    expect(err).toMatch(/^error[^\n]+\n$/i);
    expect(err).toContain(problem);
    expect(await readFile(join(folder, 'a/out/index.ts'), 'utf8')).toContain('evil.dev/v1.js');
  });

  test('asks for no path that a group or a version makes up', async () => {
    await types({ '/apis': groups('evil.dev/../../api/v1', 'secrets') });
    expect(asked).toEqual(['/apis']);
  });

  test('imports nothing that a reference makes up', async () => {
    const $ref = "#/components/schemas/io.k8s.api.core'; code; '.v1.Pod";
    expect(await types({ [openApi]: schema({ $ref }) })).toEqual({ code: 0, err: '' });
    const text = await readFile(join(folder, 'a/out/evil.dev/v1.ts'), 'utf8');
    expect(text).toContain('readonly spec?: unknown;');
    expect(text).not.toContain('code');
  });
});
