// Files without an end, and pipes that nobody writes to, wherever a flag names a file.

import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../src/program.ts';
import { Child } from '../support/child.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';

// Starting Node takes long where the machine has other things to do.
const patience = 60_000;

// Each is followed by the name of the file.
const commands: readonly (readonly [what: string, args: readonly string[]])[] = [
  ['--token-file', ['apiserver', '--token-file']],
  ['--client-ca', ['apiserver', '--tls', '--client-ca']],
  ['--service-account-signing-key-file', ['apiserver', '--service-account-signing-key-file']],
  ['', ['apiserver', '--load']],
  ['', ['get', 'pods', '--kubeconfig']],
  ['', ['types', '--out', '/nowhere', '--from']],
  ['--from', ['rbac', '--name', 'a', '--from']],
];

// Other systems have neither.
(process.platform === 'linux' ? describe : describe.skip)('a file that a flag names', () => {
  let folder: string;
  let pipe: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
    pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
  });

  afterEach(() => rm(folder, { recursive: true }));

  test.each(commands)('is refused where it has no end: %s %j', async (flag, args) => {
    const terminal = new FakeTerminal();
    expect(await run([...args, '/dev/zero'], terminal)).toBe(1);
    expect(terminal.stderr).toMatch(/^error: [^\n]*\/dev\/zero[^\n]* ha(s|ve) more than \d+ bytes[^\n]*\n$/);
    expect(terminal.stderr).toContain(flag);
  });

  test.each(commands)('is waited for until the command is interrupted: %s %j', async (_, args) => {
    const terminal = new FakeTerminal();
    const ended = run([...args, pipe], terminal);
    terminal.interrupt();
    expect(await ended).toBe(130);
    expect(terminal.stderr).toBe('');
  });

  test.each(commands)(
    'keeps no process that has been told to end: %s %j',
    async (_, args) => {
      const child = new Child([...args, pipe]);
      // Opened as soon as the child has opened its end.
      const writer = await open(pipe, 'w');
      try {
        child.process.kill('SIGINT');
        expect(await child.exit()).toBe(130);
      } finally {
        await writer.close();
      }
    },
    patience,
  );

  test('may be a pipe', async () => {
    const terminal = new FakeTerminal();
    const ended = run(['apiserver', '--rbac', '--token-file', pipe], terminal);
    const writer = await open(pipe, 'w');
    await writer.writeFile('a-token,jane,7,system:masters\n');
    await writer.close();
    await terminal.shows(({ stdout }) => stdout.endsWith('\n'));
    const headers = { authorization: 'Bearer a-token' };
    expect((await fetch(`${terminal.stdout.trim()}/api/v1/pods`, { headers })).status).toBe(200);
    terminal.interrupt();
    expect(await ended).toBe(0);
  });
});
