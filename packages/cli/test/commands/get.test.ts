import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, discovery } from '@kube-rx/client';
import { run } from '../../src/program.ts';
import { Cluster, configMap, pod } from '../support/cluster.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'websites.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'websites', singular: 'website', kind: 'Website', shortNames: ['ws'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start([
    definition,
    pod('web-0', { app: 'web', tier: 'front' }),
    pod('web-1', { app: 'web' }),
    pod('api-0', { app: 'api' }, 'shop'),
    configMap('colours', { sky: 'blue' }),
    configMap('many', {}, 'many'),
    ...Array.from({ length: 7 }, (_, at) => configMap(`part-${at}`, {}, 'many')),
    { apiVersion: 'example.com/v1', kind: 'Website', metadata: { name: 'shop', namespace: 'default' } },
  ]);
});

afterAll(() => cluster.stop());

const words = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));

describe('kube-rx get', () => {
  test('prints every digit of whole numbers', async () => {
    const website = { apiVersion: 'example.com/v1', kind: 'Website', metadata: { name: 'large' } };
    const { client } = cluster;
    const large = Api.namespaced(client, await discovery(client).resolve('websites'), 'default');
    await large.create({ ...website, spec: { n: 9007199254740993n, list: [-9223372036854775808n] } });
    const printed = async (format: string): Promise<string> =>
      (await cluster.run('get', 'ws', 'large', '-o', format)).stdout;
    expect(await printed('json')).toContain('"n": 9007199254740993');
    expect(await printed('yaml')).toContain(
      'spec:\n  list:\n  - -9223372036854775808\n  "n": 9007199254740993\n',
    );
    await large.delete('large');
  });

  test('prints a table of a namespace', async () => {
    const { code, stdout, stderr } = await cluster.run('get', 'pods');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [header, ...rows] = words(stdout);
    expect(header?.slice(0, 3)).toEqual(['NAME', 'READY', 'STATUS']);
    expect(rows.map(([name]) => name)).toEqual(['web-0', 'web-1']);
  });

  test('prints the namespace of each object where it looks in all of them', async () => {
    const { stdout } = await cluster.run('get', 'po', '-A');
    expect(words(stdout).map(([namespace, name]) => [namespace, name])).toEqual([
      ['NAMESPACE', 'NAME'],
      ['default', 'web-0'],
      ['default', 'web-1'],
      ['shop', 'api-0'],
    ]);
  });

  test('prints no namespace for what has none, and what is custom as well as what is built in', async () => {
    expect(words((await cluster.run('get', 'ns', '-A')).stdout)[0]?.[0]).toBe('NAME');
    expect(words((await cluster.run('get', 'ws')).stdout)[1]?.[0]).toBe('shop');
  });

  test.each([
    ['-l', 'tier', ['web-0']],
    ['-l', 'app=web,!tier', ['web-1']],
    ['--field-selector', 'metadata.name=web-1', ['web-1']],
  ])('selects by %s %s', async (flag, selector, names) => {
    const { stdout } = await cluster.run('get', 'pods', flag, selector, '--no-headers');
    expect(words(stdout).map(([name]) => name)).toEqual(names);
  });

  test('takes global flags before the command, too', async () => {
    const { stdout } = await cluster.run('-n', 'shop', 'get', 'pods', '-o', 'name');
    expect(stdout).toBe('pod/api-0\n');
  });

  test('shows labels, and more columns where it is wide', async () => {
    const labels = words((await cluster.run('get', 'pods', '--show-labels')).stdout);
    expect(labels.map((cells) => cells.at(-1))).toEqual(['LABELS', 'app=web,tier=front', 'app=web']);
    expect(words((await cluster.run('get', 'pods', '-o', 'wide')).stdout)[0]).toContain('NODE');
  });

  test('puts several resources one below the other, each name with its resource', async () => {
    const { stdout } = await cluster.run('get', 'pods,cm,deploy', '-o', 'wide');
    const blocks = stdout.split('\n\n').map((block) => words(block).map(([name]) => name));
    expect(blocks).toEqual([
      ['NAME', 'pod/web-0', 'pod/web-1'],
      ['NAME', 'configmap/colours'],
    ]);
  });

  test.each<[string[], string]>([
    [['pods,cm', '--no-headers'], 'pod/web-0 pod/web-1 configmap/colours'],
    [['deploy,pods', '-A', '--no-headers'], 'default default shop'],
    [['deploy,pods'], 'NAME pod/web-0 pod/web-1'],
    [['pods,cm', 'colours'], 'NAME colours'],
    [['pods,pods,po'], 'NAME web-0 web-1'],
    [
      ['cm/colours', 'pod/web-0', 'cm/colours'],
      'NAME configmap/colours  NAME pod/web-0  NAME configmap/colours',
    ],
    [['pod/web-0', 'cm/nope', 'pod/web-1'], 'NAME web-0 web-1'],
    [['pods,deploy', 'nope'], ''],
  ])('sets apart what has headers, with no line too many: %j', async (args, firstCells) => {
    const { stdout } = await cluster.run('get', ...args);
    const lines = stdout.split('\n').slice(0, -1);
    expect(lines.map((line) => line.split(' ', 1)[0]).join(' ')).toBe(firstCells);
  });

  test('takes an empty flag as one that is not given', async () => {
    const { stdout } = await cluster.run('get', 'pods');
    expect((await cluster.run('get', 'pods', '-o', '', '--context', '', '-n', '')).stdout).toBe(stdout);
  });

  test('puts together what is named as TYPE/NAME one after the other', async () => {
    const { stdout } = await cluster.run('get', 'pod/web-1', 'po/web-0', 'cm/colours');
    const blocks = stdout.split('\n\n').map((block) => words(block).map(([name]) => name));
    expect(blocks).toEqual([
      ['NAME', 'pod/web-1', 'pod/web-0'],
      ['NAME', 'configmap/colours'],
    ]);
  });

  test('prints one object as itself, and several as a list', async () => {
    const one: unknown = JSON.parse((await cluster.run('get', 'cm', 'colours', '-o', 'json')).stdout);
    expect(one).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { sky: 'blue' } });
    const many: unknown = JSON.parse((await cluster.run('get', 'pods', '-A', '-o', 'json')).stdout);
    expect(many).toMatchObject({ kind: 'List', items: [{ kind: 'Pod', apiVersion: 'v1' }, {}, {}] });
    const { stdout } = await cluster.run('get', 'cm', 'colours', '-o', 'yaml');
    expect(stdout).toMatch(/^apiVersion: v1\ndata:\n {2}sky: blue\nkind: ConfigMap\n/);
  });

  test('walks the pages of a long list', async () => {
    const { stdout } = await cluster.run('get', 'cm', '-n', 'many', '--chunk-size', '3', '--no-headers');
    expect(words(stdout)).toHaveLength(8);
    const all = await cluster.run('get', 'cm', '-n', 'many', '--chunk-size', '0', '--no-headers');
    expect(all.stdout).toBe(stdout);
  });

  test('says on standard error that there is nothing', async () => {
    const nothing = await cluster.run('get', 'pods', '-n', 'empty');
    expect(nothing).toEqual({ code: 0, stdout: '', stderr: 'No resources found in empty namespace.\n' });
    expect((await cluster.run('get', 'no')).stderr).toBe('No resources found\n');
    expect((await cluster.run('get', 'deploy,no')).stderr).toBe('No resources found\n');
  });

  test('shows what there is, and tells what there is not, with exit code 1', async () => {
    const { code, stdout, stderr } = await cluster.run('get', 'pods', 'nope', 'web-0');
    expect(code).toBe(1);
    expect(words(stdout)[1]?.[0]).toBe('web-0');
    expect(stderr).toBe('Error from server (NotFound): pods "nope" not found\n');
    expect((await cluster.run('get', 'cm', 'nope', '-o', 'json')).stdout).toBe('');
  });

  test.each<[string[], string]>([
    [['get', 'foo'], 'error: the server doesn\'t have a resource type "foo"\n'],
    [['get', 'pods', '-l', '=='], 'error: label selector "==": '],
    [['get', 'pods', '--field-selector', 'name'], 'error: field selector "name": "name" is not of the form'],
    [
      ['get', 'pods', '--field-selector', 'bad=1'],
      'Error from server (BadRequest): field label not supported: bad\n',
    ],
    [['get', 'pods', '-n', 'Bad_Name'], 'error: "Bad_Name" is no namespace: '],
    [['get', 'pods', 'a%b'], 'error: "a%b" is no object name: '],
    [
      ['get', 'pods', 'web-0', '-A'],
      'error: a resource cannot be retrieved by name across all namespaces; name one with -n\n',
    ],
    [
      ['get', 'pods', 'web-0', '-l', 'a'],
      'error: name cannot be provided when a selector is specified; leave one of them out\n',
    ],
    [
      ['get', 'pods', 'web-0', 'pod/web-1'],
      'error: there is no need to specify a resource type as a separate ',
    ],
    [['get', ''], 'error: the server doesn\'t have a resource type ""\n'],
    [
      ['get', 'pods', '--output-watch-events'],
      'error: --output-watch-events can only be used with --watch\n',
    ],
    [['get', 'pods', '-A=maybe'], 'error: invalid argument "maybe" for "-A, --all-namespaces" flag: '],
    [['get', 'pods', '--request-timeout=soon'], 'error: Invalid timeout value "soon". Timeout must be '],
    [
      ['get', 'pods', '--chunk-size', 'x'],
      'error: --chunk-size must be a whole number of at least 0, not "x"\n',
    ],
    [
      ['get', 'pods', '-o', 'xml'],
      "error: option '-o, --output <format>' argument 'xml' is invalid. Allowed choices are json, yaml, name, wide.\n",
    ],
    [['get', 'pods', '--nope'], "error: unknown option '--nope'\n"],
    [['get'], "error: missing required argument 'resource'\n"],
    [['nope'], "error: unknown command 'nope'\n"],
    [['get', 'pods', '--context', 'prod'], 'prod'],
  ])('refuses %j in words', async (args, message) => {
    const { code, stdout, stderr } = await cluster.run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^(error:|Error from server)/);
  });

  test('tells a kubeconfig that is missing, a server that is not there, and one that is no Kubernetes', async () => {
    const missing = await cluster.run('get', 'pods', '--kubeconfig', '/nowhere/config');
    expect(missing.stderr).toBe('error: /nowhere/config: the kubeconfig file does not exist\n');
    const gone = await Cluster.start();
    await gone.server.close();
    expect((await gone.run('get', 'pods')).stderr).toMatch(
      /^error: GET \/apis?: nothing listens at http:\/\/127\.0\.0\.1:\d+; is the server running.*\(ECONNREFUSED\)\n$/,
    );
    await gone.stop();
  });

  test('helps', async () => {
    const { code, stdout } = await cluster.run('get', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('--field-selector');
    expect(stdout).toContain('--kubeconfig');
    const alone = new FakeTerminal();
    expect(await run([], alone)).toBe(0);
    expect(alone.stdout).toContain('apiserver');
    expect(alone.stderr).toBe('');
  });
});
