// Nothing that a cluster says drives the terminal of whoever asks it: every text of every document is hostile in turn.

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readYaml } from '@kube-rx/core/encoding';
import { formats } from '../../src/program.ts';
import { hostileStatus, type Refusal } from '../support/hostile-cluster.ts';
import { check, commandNames, HostileSetting } from '../support/hostile-setting.ts';
import { hostile, type Json, type Path } from '../support/hostile-text.ts';

let setting: HostileSetting;

beforeAll(async () => {
  setting = await HostileSetting.start();
});

afterAll(() => setting.stop());

afterEach(() => {
  setting.attacker.hostility = {};
  delete process.env['KUBE_RX_DEBUG'];
});

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
  // They ask no cluster.
  crd: [],
  rbac: [],
};

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
  test.each(commandNames)('has command lines for %s', (name) => {
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
      setting.attacker.hostility = { isOld, isChosen: content };
      const terminal = await setting.show(args, { isTty });
      check(terminal, args);
      // And it was there.
      if (args[0] !== 'types')
        expect(terminal.stdout + terminal.stderr).toMatch(/x(\^\[|\\u001b|\\e)\]0;title/);
    },
  );

  // A text that leads to another request, or says how to read the rest, ends some commands: each is hostile alone.
  test('is not obeyed where a document says what it is, and what there is', async () => {
    for (const isOld of [false, true])
      for (const args of Object.values(lines).flat()) {
        setting.attacker.hostility = { isOld };
        await setting.show(args);
      }
    const chosen: [string, Path][] = Array.from(setting.attacker.paths)
      .flatMap(([kind, paths]) => Array.from(paths, (path): [string, Path] => [kind, path]))
      .filter(([kind, path]) => isLeading(path, kind));
    expect(chosen.length).toBeGreaterThan(40);
    const asked = [['get', 'pods,ws', '-A'], ['watch', 'pods', '-o', 'name'], ...(lines['types'] ?? [])];
    for (const [kind, path] of chosen)
      for (const args of asked) {
        setting.attacker.hostility = {
          isOld: /^API(Group|Resource|Versions)(List)?$/.test(kind),
          isChosen: (one, of) => one === path && of === kind,
        };
        check(await setting.show(args), { kind, path, args });
      }
  });

  test('is the same value in JSON and YAML', async () => {
    setting.attacker.hostility = { isChosen: content };
    setting.attacker.sent.length = 0;
    const json = await setting.show(['get', 'pods', '-A', '-o', 'json', '--show-managed-fields']);
    const yaml = await setting.show(['get', 'pods', '-A', '-o', 'yaml', '--show-managed-fields']);
    const list = setting.attacker.sent.find(({ kind }) => kind === 'PodList');
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

    const watched = await setting.show(['watch', 'pods', '-A', '-o', 'json', '--output-watch-events']);
    for (const line of watched.lines)
      expect((JSON.parse(line) as { object: { metadata: { name: string } } }).object.metadata.name).toBe(
        `web-0${hostile}`,
      );
    const log = (await setting.show(['get', 'pods', '--log-level', 'debug'])).stderr.match(/^\{.*$/gm);
    expect(log?.length).toBeGreaterThan(1);
    for (const line of log ?? []) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  test('ends no command as a bug where it is nested without end', async () => {
    const depth = 20_000;
    const problem = 'error: nested too deeply or too large to be printed; -o name prints names\n';
    const name = { metadata: { name: 'deep', namespace: 'default', resourceVersion: '7' } };
    const data = 'DATA';
    const list = { kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: '7' } };
    const table = { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {} };
    const columnDefinitions = [{ name: 'Name' }];
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const nested = (document: Json): Refusal => ({
        code: 200,
        body: JSON.stringify(document).replace('"DATA"', `${open.repeat(depth)}1${close.repeat(depth)}`),
      });
      const answer = (body: Refusal) => (path: string) => (/configmaps/.test(path) ? body : undefined);
      const deep = nested({ ...list, items: [{ ...name, data }] });
      for (const format of ['json', 'yaml', 'name', '']) {
        setting.attacker.hostility = { refuse: answer(deep) };
        const { stderr } = await setting.show(['get', 'cm', '-o', format]);
        const isWhole = format === 'json' || format === 'yaml';
        expect([format, stderr.includes('error: '), stderr.includes(problem)]).toEqual([
          format,
          isWhole,
          isWhole,
        ]);
      }
      setting.attacker.hostility = {
        refuse: answer(nested({ ...table, columnDefinitions, rows: [{ cells: [data], object: name }] })),
      };
      expect((await setting.show(['get', 'cm'])).stderr).toContain(problem);

      const object = { apiVersion: 'v1', kind: 'ConfigMap', ...name, data };
      const annotations = { 'k8s.io/initial-events-end': 'true' };
      const bookmark = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { resourceVersion: '8', annotations },
      };
      const error = JSON.parse(hostileStatus(500, 'InternalError')) as Json;
      const events = [
        { type: 'ADDED', object },
        { type: 'BOOKMARK', object: bookmark },
        { type: 'ERROR', object: error },
      ].map(nested);
      const all = { code: 200, body: events.map(({ body }) => `${body}\n`).join('') };
      const ofOldServer = { code: 400, body: hostileStatus(400, 'BadRequest') };
      const ways = [
        [answer(all), 'an object is left out: Maximum call stack size exceeded'],
        [
          (path: string) => (path.includes('watch') ? ofOldServer : answer(deep)(path)),
          'configmap/deep (ADDED): nested too deeply or too large to be printed; -o name prints names',
        ],
      ] as const;
      for (const [refuse, warning] of ways)
        for (const format of ['json', 'yaml']) {
          setting.attacker.hostility = { refuse };
          const { stderr } = await setting.show(['watch', 'cm', '-o', format]);
          expect(stderr).toContain(`Warning: ${warning}\n`);
          expect(stderr).toContain('interrupted: ');
        }
    }
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

  test.each(bodies)('is told and not obeyed where the cluster refuses: $code, $#', async (refusal) => {
    process.env['KUBE_RX_DEBUG'] = '1';
    for (const where of [/^\/api/, /\/pods/, /^\/apis?$/, /\/example\.com\/v1$/])
      for (const args of [
        ['get', 'pods,ws'],
        ['get', 'pods', '-o', 'json'],
        ['watch', 'pods'],
        ...(lines['types'] ?? []),
      ]) {
        setting.attacker.hostility = {
          refuse: (path) => (where.test(path.replace(/\?.*/, '')) ? refusal : undefined),
        };
        check(await setting.show(args), { args, refusal });
      }
  });
});
