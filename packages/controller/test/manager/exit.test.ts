// How a program of a manager ends: by signals of the process, and with which exit code.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from '@jest/globals';

const running: (() => void)[] = [];

afterEach(() => {
  for (const kill of running.splice(0)) kill();
});

interface Program {
  /** What it has said. */
  readonly lines: string[];
  /** Resolves when it says this. */
  says(words: string): Promise<void>;
  send(signal: NodeJS.Signals): void;
  readonly code: Promise<number | null>;
}

function start(name: string, what: string): Program {
  const child = spawn(
    process.execPath,
    [
      '--conditions=kube-rx:src',
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, name),
      what,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.push(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  let isSaid = (): void => undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    isSaid();
  });
  child.stderr.resume();
  const says = (words: string): Promise<void> =>
    new Promise((resolve, reject) => {
      isSaid = () => lines.includes(words) && resolve();
      isSaid();
      child.once('exit', () => reject(new Error(`it has ended, and has not said ${words}: ${lines.join()}`)));
    });
  const code = once(child, 'close').then(([status]) => status as number | null);
  return { lines, says, send: (signal) => void child.kill(signal), code };
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends a program in order, with exit code 0 and its Lease given back',
  async (signal) => {
    const program = start('manager.program.ts', 'ends');
    await program.says('runs');
    program.send(signal);
    expect(await program.code).toBe(0);
    expect(program.lines).toEqual(['runs', 'holder ""', 'listeners 0', 'exit 0']);
  },
  60_000,
);

test('a second signal ends it at once, with exit code 1', async () => {
  const program = start('manager.program.ts', 'hangs');
  await program.says('runs');
  program.send('SIGTERM');
  program.send('SIGINT');
  expect(await program.code).toBe(1);
  expect(program.lines).toEqual(['runs', 'exit 1']);
}, 60_000);

test('a part that fails ends it with exit code 1', async () => {
  const program = start('manager.program.ts', 'fails');
  expect(await program.code).toBe(1);
  expect(program.lines.at(-1)).toBe('exit 1');
}, 60_000);
