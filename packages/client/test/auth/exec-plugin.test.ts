// Runs real programs: those of Node.

import { describe, expect, test } from '@jest/globals';
import { type Clock, settle, VirtualClock } from '@kube-rx/core';
import { type ExecPlugin, runExecPlugin } from '../../src/auth/exec-plugin.ts';
import { AuthenticationError } from '../../src/errors.ts';
import { folder } from '../support/folder.ts';
import { failureOf } from '../support/requests.ts';

const apiVersion = 'client.authentication.k8s.io/v1';

/** A plugin that is a program in JavaScript. */
function program(source: string, options: Partial<ExecPlugin> = {}): ExecPlugin {
  return {
    command: process.execPath,
    args: ['-e', source],
    env: {},
    apiVersion,
    interactiveMode: 'Never',
    where: '/cfg: users[u].user.exec',
    ...options,
  };
}

const forever = 'setInterval(() => {}, 1000)';

const run = (plugin: ExecPlugin, isTerminal = false): Promise<string> =>
  runExecPlugin(plugin, {
    clock: new VirtualClock(),
    signal: new AbortController().signal,
    isTerminal: () => isTerminal,
  });

/** What the plugin is told in its environment. */
async function infoOf(options: Partial<ExecPlugin>): Promise<unknown> {
  return JSON.parse(await run(program('process.stdout.write(process.env.KUBERNETES_EXEC_INFO)', options)));
}

describe('an exec plugin', () => {
  test('gets its arguments as they are, without a shell, and its variables beside ours', async () => {
    const args = ['-p', 'JSON.stringify([process.argv.slice(1), process.env.WHO, "PATH" in process.env])'];
    const plugin = program('', { args: [...args, '--', '$HOME;', '"a b"'], env: { WHO: '$USER' } });
    expect(JSON.parse(await run(plugin))).toEqual([['$HOME;', '"a b"'], '$USER', true]);
  });

  test('is told the version, and nobody to ask', async () => {
    expect(await infoOf({})).toEqual({ kind: 'ExecCredential', apiVersion, spec: { interactive: false } });
  });

  test('is told of the cluster where it wants to know', async () => {
    const cluster = { server: 'https://a', config: { audience: 'b' } };
    expect(await infoOf({ cluster })).toMatchObject({ spec: { cluster, interactive: false } });
  });

  test('runs where it could ask, and there is no terminal', async () => {
    expect(await infoOf({ interactiveMode: 'IfAvailable' })).toMatchObject({ spec: { interactive: false } });
  });

  test.each([
    ['is not in PATH', { command: 'no-such-plugin' }, 'is not installed: it is not in PATH; install it'],
    ['is not there', { command: '/no/such/plugin' }, 'is not installed: there is no such file; install it'],
    [
      'is not there, but says how to get it',
      { command: 'no-such-plugin', installHint: 'brew\u001b[31m install\nlogin' },
      'is not installed: it is not in PATH; brew\\u001b[31m install\\nlogin',
    ],
    ['cannot be run', { command: '/' }, 'cannot be run (EACCES)'],
    [
      'has an argument that no program can get',
      { args: ['s3cret\0'] },
      'cannot be run (ERR_INVALID_ARG_VALUE)',
    ],
    ['fails', { args: ['-e', 'console.log("s3cret"); process.exit(3)'] }, 'failed with exit code 3'],
    ['is killed', { args: ['-e', 'process.kill(process.pid, "SIGKILL")'] }, 'was ended by SIGKILL'],
    [
      'prints without end',
      // Its output is closed before it is through, which is no news here.
      { args: ['-e', `process.stdout.on("error", () => {}).write("s3cret".repeat(400_000)); ${forever}`] },
      'printed more than 1048576 bytes',
    ],
    ['must ask, where nobody answers', { interactiveMode: 'Always' as const }, 'standard input is none'],
  ])('that %s is told by name, without what it printed', async (_, options, words) => {
    const failure = await failureOf(run(program('', options)));
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(String(failure)).toContain('/cfg: users[u].user.exec: the exec plugin "');
    expect(String(failure)).toContain(words);
    expect(String(failure)).not.toContain('s3cret');
  });

  test('that takes for ever is ended after five minutes', async () => {
    const clock = new VirtualClock();
    const { signal } = new AbortController();
    const call = failureOf(runExecPlugin(program(forever), { clock, signal }));
    await settle();
    await clock.advance(300_000);
    expect(String(await call)).toContain('took longer than 300 s');
  });

  test.each([
    ['succeeds', 0, 'credentials'],
    ['fails', 3, 'failed with exit code 3'],
  ])('that %s need not wait for a program that it has left behind', async (_, exitCode, words) => {
    const files = folder();
    const plugin = program(
      `const left = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
         { stdio: ['ignore', 'inherit', 'ignore'], detached: true });
       require('node:fs').writeFileSync('${files.path}/left', String(left.pid));
       require('node:fs').writeSync(1, 'credentials');
       process.exit(${exitCode})`,
    );
    // Short times are over at once, and long ones never.
    const clock: Clock = {
      now: () => 0,
      monotonic: () => 0,
      schedule: (ms, run) => {
        const timer = ms < 60_000 ? setImmediate(run) : undefined;
        return { cancel: () => clearImmediate(timer) };
      },
    };
    const signal = new AbortController().signal;
    const answer = await runExecPlugin(plugin, { clock, signal }).catch(String);
    process.kill(Number(files.read('left')));
    expect(answer).toContain(words);
  });

  test('is ended when nobody waits for it any more', async () => {
    const files = folder();
    const abort = new AbortController();
    const plugin = program(
      `process.on('SIGTERM', () => { require('node:fs').writeFileSync('${files.path}/ended', ''); process.exit(); });
       require('node:fs').writeFileSync('${files.path}/started', '');
       setInterval(() => {}, 1000)`,
    );
    const call = failureOf(runExecPlugin(plugin, { clock: new VirtualClock(), signal: abort.signal }));
    await files.appears('started');
    abort.abort();
    expect(String(await call)).toContain('was given up');
    await files.appears('ended');
  });
});
