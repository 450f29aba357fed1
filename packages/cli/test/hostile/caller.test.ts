// Nothing that arguments, files, callers of the embedded server or errors say drives a terminal.

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/program.ts';
import { Child } from '../support/child.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';
import { check, commandNames, commands, HostileSetting, website } from '../support/hostile-setting.ts';
import { hostile, hostileFile, isSafe, type Json } from '../support/hostile-text.ts';

let setting: HostileSetting;

beforeAll(async () => {
  setting = await HostileSetting.start();
});

afterAll(() => setting.stop());

afterEach(() => {
  setting.attacker.hostility = {};
  delete process.env['KUBE_RX_DEBUG'];
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
      const given = /out|state|load|config|from|record/.test(option)
        ? join(setting.cluster.folder, value)
        : value;
      const words = command === 'get' || command === 'watch' ? ['ws'] : [];
      const terminal = await setting.show([command, ...words, option, given]);
      check(terminal, [command, option]);
    }
    expect(await readdir('.')).not.toContain(hostileFile);
  });

  test.each(commandNames)('as an argument of %s is not obeyed', async (command) => {
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
      check(await setting.show([command, ...args]), [command, args]);
    check(await setting.show([hostile]), hostile);
    check(await setting.show([`--${hostile}`]), hostile);
  });
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
    const file = await setting.cluster.file(`kubeconfig${hostileFile}`, JSON.stringify(content));
    check(await setting.show(['--kubeconfig', file, 'get', 'pods']), content);
    check(await setting.show(['--kubeconfig', file, 'get', 'pods', '--context', hostile]), content);
  });

  const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
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
    const escaped = JSON.stringify(content).replace(/[\x7f-\uffff]/g, escapeUnit);
    for (const text of [escaped, JSON.stringify(content), `a: &x\n - ${hostile}\n  - "${hostile}`]) {
      const folder = join(setting.cluster.folder, `manifests${hostileFile}`);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `a${hostileFile}.yaml`), text);
      check(await setting.show(['apiserver', '--load', folder, '--host', '']), content);
      check(await setting.show(['types', '--from', folder]), content);
    }
  });
});

describe('what a caller of the embedded server writes', () => {
  test.each([true, false])(
    'is shown in its log and not obeyed, where that is a terminal: %p',
    async (isTty) => {
      const terminal = new FakeTerminal({ isTty });
      const file = join(setting.cluster.folder, `served${isTty}${hostileFile}`);
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
  const { stderr } = await setting.show(['get', hostile]);
  expect(stderr).toContain('\n    at ');
  expect(isSafe(stderr)).toBe(true);
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
