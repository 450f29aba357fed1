import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { ConfigMap } from '@kube-rx/k8s';
import { Cluster, configMap, pod } from '../support/cluster.ts';
import type { FakeTerminal } from '../support/fake-terminal.ts';

let cluster: Cluster;
let configMaps: Api<ConfigMap>;

beforeEach(async () => {
  cluster = await Cluster.start([configMap('colours', { sky: 'blue' })]);
  configMaps = Api.namespaced(cluster.client, ConfigMap, 'default');
});

afterEach(() => cluster.stop());

const shown = (text: string) => (terminal: FakeTerminal) => terminal.stdout.includes(text);
const told = (text: string) => (terminal: FakeTerminal) => terminal.stderr.includes(text);
const firstWords = (terminal: FakeTerminal): string[] =>
  terminal.lines.map((line) => line.split(/ {2,}/, 2).join(' '));

async function end({ terminal, ended }: { terminal: FakeTerminal; ended: Promise<number> }): Promise<void> {
  terminal.interrupt();
  expect(await ended).toBe(130);
}

describe('kube-rx watch', () => {
  test('logs requests and phases to standard error where that is wanted, and stops with the command', async () => {
    const running = cluster.begin('watch', 'cm', '-n', 'default', '--log-level', 'debug');
    const { terminal } = running;
    await terminal.shows(told('"record":"synced"'));
    await end(running);
    const records = terminal.stderr.trimEnd().split('\n');
    expect(records.map((line) => (JSON.parse(line) as { record: string }).record)).toContain('request');
    expect(terminal.stderr).toContain('"watch":{"resource":"configmaps","namespace":"default"}');
    const before = terminal.stderr;
    await configMaps.get('colours');
    expect(terminal.stderr).toBe(before);
  });

  test('prints what there is, then each change as it happens, until Ctrl-C', async () => {
    const running = cluster.begin('watch', 'cm');
    const { terminal } = running;
    await terminal.shows(shown('colours'));
    await configMaps.create({ metadata: { name: 'b' } });
    await terminal.shows(shown('\nb '));
    await configMaps.patch.merge('b', { data: { x: '1', y: '2' } });
    await terminal.shows(shown('b         2'));
    await configMaps.delete('colours');
    await terminal.shows(({ lines }) => lines.length === 5);
    expect(firstWords(terminal)).toEqual(['NAME DATA', 'colours 1', 'b 0', 'b 2', 'colours 1']);
    await end(running);
    expect(terminal.stderr).toBe('');
  });

  test('says what happened to each where that is wanted, and shows namespaces with -A', async () => {
    const running = cluster.begin('watch', 'cm', '-A', '--output-watch-events');
    const { terminal } = running;
    await terminal.shows(shown('colours'));
    await configMaps.patch.merge('colours', { data: { sky: 'grey' } });
    await configMaps.delete('colours');
    await terminal.shows(shown('DELETED'));
    const cells = terminal.lines.map((line) => line.split(/ {2,}/).slice(0, 4));
    expect(cells).toEqual([
      ['EVENT', 'NAMESPACE', 'NAME', 'DATA'],
      ['ADDED', 'default', 'colours', '1'],
      ['MODIFIED', 'default', 'colours', '1'],
      ['DELETED', 'default', 'colours', '1'],
    ]);
    const [, ...rows] = terminal.lines;
    expect(new Set(rows.map((line) => line.indexOf('colours'))).size).toBe(1);
    await end(running);
  });

  test('prints a document for each change', async () => {
    const json = cluster.begin('watch', 'cm', '-o', 'json', '--output-watch-events');
    const yaml = cluster.begin('get', 'cm', '-w', '-o', 'yaml');
    const name = cluster.begin('watch', 'cm', '-o', 'name');
    for (const { terminal } of [json, yaml, name]) await terminal.shows(shown('colours'));
    await configMaps.delete('colours');
    await json.terminal.shows(shown('DELETED'));
    const events = json.terminal.lines.map((line) => JSON.parse(line) as unknown);
    expect(events).toMatchObject([
      { type: 'ADDED', object: { kind: 'ConfigMap', metadata: { name: 'colours' }, data: { sky: 'blue' } } },
      { type: 'DELETED', object: { metadata: { name: 'colours' } } },
    ]);
    await yaml.terminal.shows(({ stdout }) => stdout.split('---\napiVersion: v1\n').length === 3);
    await name.terminal.shows(({ stdout }) => stdout === 'configmap/colours\nconfigmap/colours\n');
    for (const running of [json, yaml, name]) await end(running);
  });

  test('follows one object, also when it comes back', async () => {
    const running = cluster.begin('watch', 'cm/colours', '-o', 'name', '--output-watch-events');
    const { terminal } = running;
    await terminal.shows(shown('ADDED'));
    await configMaps.create({ metadata: { name: 'other' } });
    await configMaps.delete('colours');
    await configMaps.create({ metadata: { name: 'colours' } });
    await terminal.shows(({ lines }) => lines.length === 3);
    expect(firstWords(terminal)).toEqual([
      'ADDED configmap/colours',
      'DELETED configmap/colours',
      'ADDED configmap/colours',
    ]);
    await end(running);
  });

  test('refuses a second name, in place of leaving it out', async () => {
    const { code, stderr } = await cluster.run('watch', 'cm', 'colours', 'shapes');
    expect(code).toBe(1);
    expect(stderr).toContain("error: too many arguments for 'watch'. Expected 2 arguments but got 3");
  });

  test.each([[['watch', 'cm', 'nope']], [['watch', 'cm/nope', '-o', 'json']], [['get', '-w', 'cm', 'nope']]])(
    'ends at once where the object is not there: %j',
    async (args) => {
      expect(await cluster.run(...args)).toEqual({
        code: 1,
        stdout: '',
        stderr: 'Error from server (NotFound): configmaps "nope" not found\n',
      });
    },
  );

  test('tells of a lost connection, goes on, and repeats nothing', async () => {
    const running = cluster.begin('watch', 'cm');
    const { terminal } = running;
    await terminal.shows(shown('colours'));
    cluster.server.disconnect();
    await terminal.shows(told('interrupted: '));
    await configMaps.create({ metadata: { name: 'meanwhile' } });
    await terminal.shows(told('recovered after '));
    await terminal.shows(shown('meanwhile'));
    expect(firstWords(terminal)).toEqual(['NAME DATA', 'colours 1', 'meanwhile 0']);
    expect(terminal.stderr).toMatch(
      /^interrupted: watch configmaps in default: .*\(ECONNRESET\); retrying in \d\.\d s\nrecovered after \d\.\d s: the watch goes on where it was\n$/,
    );
    await end(running);
  });

  test('finds out what it missed when the server has forgotten it', async () => {
    const running = cluster.begin('watch', 'cm', '--output-watch-events');
    const { terminal } = running;
    await terminal.shows(shown('colours'));
    cluster.server.disconnect();
    await terminal.shows(told('interrupted: '));
    await configMaps.delete('colours');
    await configMaps.create({ metadata: { name: 'meanwhile' } });
    cluster.server.compact();
    await terminal.shows(told('recovered after '));
    expect(terminal.stderr).toContain(
      'interrupted: the server no longer has the changes since the last one seen; ',
    );
    expect(terminal.stderr).toContain(': everything was read again, and what had changed is above\n');
    expect(firstWords(terminal)).toEqual([
      'EVENT NAME',
      'ADDED colours',
      'DELETED colours',
      'ADDED meanwhile',
    ]);
    await end(running);
  });

  test.each<[string[], string]>([
    [
      ['watch', 'pods,cm'],
      'error: watch follows one resource, or one object of it: start it once for each\n',
    ],
    [['watch', 'foo'], 'error: the server doesn\'t have a resource type "foo"\n'],
    [
      ['watch', 'pods', '--field-selector', 'bad=1'],
      'Error from server (BadRequest): field label not supported: bad\n',
    ],
    [['watch', 'pods', '-l', 'a in'], 'error: label selector "a in": '],
  ])('ends at once where %j can never begin', async (args, message) => {
    const { code, stdout, stderr } = await cluster.run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('frees its connection', async () => {
    cluster.server.seed([pod('web-0')]);
    const running = cluster.begin('watch', 'pods');
    await running.terminal.shows(shown('web-0'));
    expect(cluster.server.watches).toBe(1);
    await end(running);
    // The server hears of it by its socket.
    while (cluster.server.watches > 0) await new Promise(setImmediate);
  });
});
