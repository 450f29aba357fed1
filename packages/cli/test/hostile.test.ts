// Nothing that somebody else has written drives the terminal of whoever runs a command: every text of every document
// that a cluster sends is hostile in turn, and so are kubeconfigs, manifests, arguments and requests.

import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { unprintable } from '@kube-rx/core';
import { readYaml } from '@kube-rx/core/encoding';
import { writeKubeconfig } from '../src/apiserver/kubeconfig-file.ts';
import { safeText } from '../src/output/safe-text.ts';
import { createProgram, formats, run } from '../src/program.ts';
import { Child } from './support/child.ts';
import { Cluster, configMap, pod } from './support/cluster.ts';
import { FakeTerminal } from './support/fake-terminal.ts';
import { HostileCluster, hostileStatus } from './support/hostile-cluster.ts';
import { hostile, hostileFile, isSafe, type Json, type Path } from './support/hostile-text.ts';

const website = {
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
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
        additionalPrinterColumns: [{ name: 'Host', type: 'string', jsonPath: '.spec.host' }],
      },
    ],
  },
};

let cluster: Cluster;
let attacker: HostileCluster;
let config: string;

beforeAll(async () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' } };
  cluster = await Cluster.start([
    website,
    pod('web-0', { app: 'web' }),
    configMap('colours', { sky: 'blue' }),
    { ...service, ...{ spec: { ports: [{ port: 80 }] } } },
    { apiVersion: 'example.com/v1', kind: 'Website', metadata: { name: 'shop', namespace: 'default' } },
  ]);
  attacker = await HostileCluster.start(cluster.server.service);
  config = join(cluster.folder, 'hostile');
  await writeKubeconfig(config, attacker.url);
});

afterAll(async () => {
  await attacker.stop();
  await cluster.stop();
});

beforeEach(() => {
  attacker.hostility = {};
});

afterEach(() => {
  delete process.env['KUBE_RX_DEBUG'];
});

/** What there is, learned from the program itself. */
const commands = createProgram(new FakeTerminal(), () => undefined).commands;

/** The command lines that show what a cluster says, for each command: a command that is added needs some. */
const lines: Readonly<Record<string, readonly (readonly string[])[]>> = {
  get: ['', ...formats].flatMap((format) => [
    ['get', 'pods,cm,svc,ws,ns', '-A', '--show-labels', '-o', format, '--show-managed-fields'],
    ['get', 'pod/web-0', 'cm/nope', '-o', format, '--log-level', 'debug'],
  ]),
  watch: ['', ...formats].flatMap((format) => [
    ['watch', 'pods', '-A', '--show-labels', '--output-watch-events', '-o', format, '--log-level', 'debug'],
    ['watch', 'ws', '-o', format],
  ]),
  types: [['types', '--group', 'example.com', '--log-level', 'debug']],
  apiserver: [],
};

/** Runs a command line to its end; one that goes on is ended when its watch was interrupted by the cluster. */
async function show(args: readonly string[], { isTty = false } = {}): Promise<FakeTerminal> {
  const terminal = new FakeTerminal({ isTty });
  const out = args[0] === 'types' ? ['--out', join(cluster.folder, 'types')] : [];
  const ended = run(['--kubeconfig', config, ...args, ...out], terminal);
  const interrupted = terminal.shows(({ stderr }) => /^interrupted: /m.test(stderr));
  await Promise.race([ended, interrupted]);
  terminal.interrupt();
  await ended;
  return terminal;
}

/** @throws for output that a terminal would obey. */
function check(terminal: FakeTerminal, what: unknown): void {
  const { stdout, stderr } = terminal;
  if (!isSafe(stdout + stderr))
    throw new Error(`${JSON.stringify(what)}: ${JSON.stringify(stdout + stderr)}`);
}

/** What says how to read the rest, and what to ask for next: hostile, it ends many commands. */
function isLeading(path: Path, kind: string): boolean {
  if (kind === 'OpenAPI') return false;
  return (
    /Discovery|^API|^api/.test(kind) ||
    /\.(kind|apiVersion|type|resourceVersion|creationTimestamp|format|continue)$/.test(path)
  );
}

const content = (path: Path, kind: string): boolean => !isLeading(path, kind);

describe('what a cluster writes', () => {
  test.each(commands.map((command) => command.name()))('has command lines for %s', (name) => {
    expect(Object.keys(lines)).toContain(name);
  });

  const modes = Object.values(lines).flatMap((many) =>
    many.flatMap((args) => [
      { args, isOld: false, isTty: true },
      { args, isOld: true, isTty: false },
    ]),
  );

  test.each(modes)(
    'is shown and not obeyed: $args, isOld $isOld, isTty $isTty',
    async ({ args, isOld, isTty }) => {
      process.env['KUBE_RX_DEBUG'] = isOld ? '' : '1';
      attacker.hostility = { isOld, isChosen: content };
      const terminal = await show(args, { isTty });
      check(terminal, args);
      // And it was there.
      if (args[0] !== 'types')
        expect(terminal.stdout + terminal.stderr).toMatch(/x(\^\[|\\u001b|\\e)\]0;title/);
    },
  );

  // A text that leads to another request, or says how to read the rest, ends some commands: each is hostile alone.
  test('is not obeyed where a document says what it is, and what there is', async () => {
    const chosen: [string, Path][] = Array.from(attacker.paths)
      .flatMap(([kind, paths]) => Array.from(paths, (path): [string, Path] => [kind, path]))
      .filter(([kind, path]) => isLeading(path, kind));
    expect(chosen.length).toBeGreaterThan(40);
    const asked = [['get', 'pods,ws', '-A'], ['watch', 'pods', '-o', 'name'], ...(lines['types'] ?? [])];
    for (const [kind, path] of chosen)
      for (const args of asked) {
        attacker.hostility = {
          isOld: /^API(Group|Resource|Versions)(List)?$/.test(kind),
          isChosen: (one, of) => one === path && of === kind,
        };
        check(await show(args), { kind, path, args });
      }
  });

  test('is the same value in JSON and YAML', async () => {
    attacker.hostility = { isChosen: content };
    attacker.sent.length = 0;
    const json = await show(['get', 'pods', '-A', '-o', 'json', '--show-managed-fields']);
    const yaml = await show(['get', 'pods', '-A', '-o', 'yaml', '--show-managed-fields']);
    const list = attacker.sent.find(({ kind }) => kind === 'PodList');
    const items = (list?.['items'] as Record<string, Json>[]).map((item) => ({
      ...item,
      apiVersion: 'v1',
      kind: 'Pod',
    }));
    expect(JSON.parse(json.stdout)).toMatchObject({ kind: 'List', items });
    const [document] = readYaml(yaml.stdout);
    // No reader of YAML takes half of a surrogate pair.
    const readable = JSON.parse(JSON.stringify(items).replaceAll('\\ud800', '\ufffd')) as Json;
    expect(JSON.parse(document?.json ?? '')).toMatchObject({ kind: 'List', items: readable });
    check(json, 'json');
    check(yaml, 'yaml');

    const watched = await show(['watch', 'pods', '-A', '-o', 'json', '--output-watch-events']);
    for (const line of watched.lines)
      expect((JSON.parse(line) as { object: { metadata: { name: string } } }).object.metadata.name).toBe(
        `web-0${hostile}`,
      );
    const log = (await show(['get', 'pods', '--log-level', 'debug'])).stderr.match(/^\{.*$/gm);
    expect(log?.length).toBeGreaterThan(1);
    for (const line of log ?? []) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  const refusals = [400, 401, 403, 404, 409, 410, 422].flatMap((code) =>
    ['NotFound', hostile].map((reason) => ({ code, body: hostileStatus(code, reason) })),
  );
  const bodies = [
    ...refusals,
    { code: 200, body: hostile },
    { code: 200, body: JSON.stringify(hostile) },
    {
      code: 200,
      body: JSON.stringify({ [hostile]: hostile, kind: hostile, items: [hostile], rows: hostile }),
    },
    {
      code: 200,
      body: JSON.stringify({
        kind: 'Table',
        rows: [
          {
            cells: [{ [hostile]: hostile }],
            object: { metadata: { name: hostile, namespace: [hostile], labels: { [hostile]: [hostile] } } },
          },
        ],
      }),
    },
    { code: 403, body: `<html>${hostile}</html>`, headers: { 'content-type': 'text/html\u009b2J' } },
    { code: 404, body: hostile, headers: { 'content-type': 'text/plain' } },
    { code: 302, body: hostile, headers: { location: 'http://x\u009b2J/' } },
  ];

  test.each(bodies)('is told and not obeyed where the cluster refuses: $code, %#', async (refusal) => {
    process.env['KUBE_RX_DEBUG'] = '1';
    for (const where of [/^\/api/, /\/pods/, /^\/apis?$/, /\/example\.com\/v1$/])
      for (const args of [
        ['get', 'pods,ws'],
        ['get', 'pods', '-o', 'json'],
        ['watch', 'pods'],
        ...(lines['types'] ?? []),
      ]) {
        attacker.hostility = {
          refuse: (path) => (where.test(path.replace(/\?.*/, '')) ? refusal : undefined),
        };
        const terminal = await show(args);
        const { stdout, stderr } = terminal;
        // A stack has several lines.
        if (!isSafe((stdout + stderr).replaceAll(/^FORGED/gm, ''))) check(terminal, { args, refusal });
      }
  });
});

describe('what a caller writes', () => {
  const options = commands.flatMap((command) =>
    [...command.options, ...(command.parent?.options ?? [])]
      .filter(({ required }) => required)
      .map(({ long }) => [command.name(), long ?? '']),
  );

  test.each(options)('to %s %s is not obeyed', async (command = '', option = '') => {
    for (const value of [hostile, hostileFile]) {
      // A path leads into the folder of this test.
      const given = /out|state|load|config|from/.test(option) ? join(cluster.folder, value) : value;
      const words = command === 'get' || command === 'watch' ? ['ws'] : [];
      const terminal = await show([command, ...words, option, given]);
      check(terminal, [command, option]);
    }
  });

  test.each(commands.map((command) => command.name()))(
    'as an argument of %s is not obeyed',
    async (command) => {
      for (const args of [
        [hostile],
        [`--${hostile}`],
        [`-${hostile}`],
        ['pods', hostile],
        [`pods/${hostile}`],
        [`${hostile}/a/b`],
        [`--watch=${hostile}`],
        ['-o', hostile],
        ['pods', '-l', `a=${hostile}`, hostile],
      ])
        check(await show([command, ...args]), [command, args]);
      check(await show([hostile]), hostile);
      check(await show([`--${hostile}`]), hostile);
    },
  );
});

describe('what a file says', () => {
  const kubeconfigs: Json[] = [
    hostile,
    { 'current-context': hostile },
    {
      'current-context': hostile,
      contexts: [{ name: hostile, context: { cluster: hostile, user: hostile } }],
    },
    ...[
      { server: hostile },
      { server: `http://${hostile}` },
      { server: 'http://127.0.0.1:1', 'proxy-url': hostile },
      { server: 'https://127.0.0.1:1', 'certificate-authority': hostile },
      { server: 'https://127.0.0.1:1', 'certificate-authority-data': hostile },
    ].map((one) => ({
      'current-context': hostile,
      contexts: [{ name: hostile, context: { cluster: hostile, user: hostile, namespace: hostile } }],
      clusters: [{ name: hostile, cluster: one }],
      users: [{ name: hostile, user: {} }],
    })),
    ...[
      { tokenFile: hostile },
      { token: hostile },
      { 'client-certificate': hostile, 'client-key': hostile },
      { exec: { command: hostile, apiVersion: hostile, installHint: hostile } },
      {
        exec: {
          command: `./${hostile}`,
          apiVersion: 'client.authentication.k8s.io/v1',
          installHint: hostile,
          interactiveMode: 'Never',
        },
      },
      { 'auth-provider': { name: hostile } },
    ].map((user) => ({
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'a', user: hostile } }],
      clusters: [{ name: 'a', cluster: { server: 'http://127.0.0.1:1' } }],
      users: [{ name: hostile, user }],
    })),
  ];

  test.each(kubeconfigs)('is not obeyed where it is the kubeconfig: %#', async (content) => {
    const file = await cluster.file(`kubeconfig${hostileFile}`, JSON.stringify(content));
    check(await show(['--kubeconfig', file, 'get', 'pods']), content);
    check(await show(['--kubeconfig', file, 'get', 'pods', '--context', hostile]), content);
  });

  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  const manifests: Json[] = [
    hostile,
    { ...object, kind: hostile },
    { ...object, apiVersion: hostile },
    { ...object, metadata: { name: hostile } },
    { ...object, metadata: { name: 'a', namespace: hostile, labels: { [hostile]: hostile } } },
    { ...object, metadata: { labels: hostile } },
    { apiVersion: 'v1', kind: `${hostile}List`, items: [hostile] },
    { ...website, metadata: { name: hostile } },
    { ...website, spec: { ...website.spec, group: hostile } },
  ];

  test.each(manifests)('is not obeyed where it is a manifest: %#', async (content) => {
    for (const text of [JSON.stringify(content), `a: &x\n - ${hostile}\n  - "${hostile}`]) {
      const folder = join(cluster.folder, `manifests${hostileFile}`);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `a${hostileFile}.yaml`), text);
      check(await show(['apiserver', '--load', folder, '--host', '']), content);
      check(await show(['types', '--from', folder]), content);
    }
  });
});

describe('what a caller of the embedded server writes', () => {
  test.each([true, false])(
    'is shown in its log and not obeyed, where that is a terminal: %p',
    async (isTty) => {
      const terminal = new FakeTerminal({ isTty });
      const file = join(cluster.folder, `served${isTty}${hostileFile}`);
      const flags = ['--log-level', 'debug', '--write-kubeconfig', file, '--state', `${file}.state`];
      const ended = run(['apiserver', ...flags], terminal);
      await terminal.shows(({ stdout }) => stdout.includes('\n'));
      const { port } = new URL(terminal.lines[0] ?? '');
      for (const path of ['/x\u009b2J\u0085', '/x%1b%c2%9b?labelSelector=%1b%e2%80%ae']) {
        const socket = connect(Number(port), '127.0.0.1');
        // As bytes, which no client sends.
        const head = `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: x\u009b2J\r\n`;
        socket.end(`${head}connection: close\r\n\r\n`, 'latin1');
        socket.resume();
        await new Promise((resolve) => void socket.once('close', resolve));
      }
      await terminal.shows(({ stderr }) => stderr.includes('request'));
      terminal.interrupt();
      await ended;
      check(terminal, isTty);
      if (!isTty) {
        const log = terminal.stderr.trimEnd().split('\n');
        const records = log.map((line) => JSON.parse(line) as { readonly url?: string });
        expect(records.map(({ url }) => url)).toContain('/x%1b%c2%9b?labelSelector=%1b%e2%80%ae');
      }
    },
  );
});

test('a stack is shown and not obeyed', async () => {
  process.env['KUBE_RX_DEBUG'] = '1';
  const { stderr } = await show(['get', hostile]);
  expect(stderr).toContain('\n    at ');
  // Of a message of several lines, a stack has several.
  expect(isSafe(stderr.replaceAll(/^FORGED/gm, ''))).toBe(true);
});

test('an error that nobody caught is told and not obeyed', async () => {
  const hook = `process.on('newListener', (name) => { if (name === 'uncaughtException') setImmediate(() => { throw new Error(${JSON.stringify(hostile)}); }); });`;
  const child = new Child(['--help'], {
    node: ['--import', `data:text/javascript,${encodeURIComponent(hook)}`],
  });
  expect(await child.exit()).toBe(1);
  expect(child.stderr).toMatch(/^error: Error: x\^\[\]0;title.*; this is a bug in kube-rx/);
  expect(isSafe(child.stdout + child.stderr)).toBe(true);
});

test('what a terminal must not see is what messages for a log escape', () => {
  const characters = Array.from({ length: 0x11_0000 }, (_, code) => String.fromCodePoint(code));
  const differs = characters.filter((one) => one.search(unprintable) >= 0 !== (safeText(one) !== one));
  expect(differs).toEqual([]);
  expect(characters.filter((one) => !isSafe(safeText(one)))).toEqual([]);
});
