// Copies through the real tar, which runs here in place of one in a container.

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from '@jest/globals';
import { settle, untilAborted } from '@kube-rx/core';
import { copyFrom, copyTo, type StartCommand } from '../../src/copy/copy.ts';
import { CopyError } from '../../src/copy/copy-error.ts';
import { writeHeader } from '../../src/copy/tar-header.ts';
import { folder as newFolder } from '../support/folder.ts';
import { failureOf } from '../support/requests.ts';

/** Runs commands on this machine; `ended` tells of each how it was left. */
function machine(): { readonly start: StartCommand; readonly commands: (readonly string[])[] } {
  const commands: (readonly string[])[] = [];
  const start: StartCommand = (command, { signal, stdin, stdout, stderr }) => {
    commands.push(command);
    const [program = '', ...words] = command;
    const child = spawn(program, words, { signal, killSignal: 'SIGKILL' });
    child.on('error', () => undefined);
    // Not by `once` of events, which rejects where the child is killed, and nobody may be waiting yet.
    const closed = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
    child.stderr.on('data', stderr);
    const reading = (async () => {
      for await (const bytes of child.stdout) if (stdout !== 'ignore') await stdout(bytes as Buffer);
    })();
    if (stdin) pipeline(Readable.from(stdin), child.stdin).catch(() => child.stdin.destroy());
    else child.stdin.end();
    const wait = async (): Promise<number> => {
      await reading;
      return closed;
    };
    return Promise.resolve({ wait, close: () => Promise.resolve() });
  };
  return { start, commands };
}

describe('a copy from a container', () => {
  test('brings a folder, and says how many files', async () => {
    const { path } = newFolder();
    mkdirSync(join(path, 'app', 'sub'), { recursive: true });
    writeFileSync(join(path, 'app', 'a'), 'A');
    writeFileSync(join(path, 'app', 'sub', 'b'), 'B'.repeat(200_000));
    const { start, commands } = machine();
    const paths = { remote: join(path, 'app'), local: join(path, 'out', 'here') };
    expect(await copyFrom(start, paths)).toEqual({ files: 2 });
    expect(readFileSync(join(path, 'out', 'here', 'sub', 'b'), 'utf8')).toBe('B'.repeat(200_000));
    expect(commands).toEqual([['tar', '-cf', '-', '-C', path, './app']]);
  });

  test('brings one file, to the name that was given', async () => {
    const { path } = newFolder();
    writeFileSync(join(path, '-a file'), 'A');
    await copyFrom(machine().start, { remote: join(path, '-a file'), local: join(path, 'b') });
    expect(readFileSync(join(path, 'b'), 'utf8')).toBe('A');
  });

  test("fails with tar's exit code and words, printable", async () => {
    const { path } = newFolder();
    const error = await failureOf(
      copyFrom(machine().start, { remote: join(path, 'no\u001b[2Jne'), local: join(path, 'b') }),
    );
    expect(error).toBeInstanceOf(CopyError);
    expect(error).toMatchObject({ exitCode: 2, files: 0 });
    expect(String(error)).toMatch(/^CopyError: tar ended in the container with exit code 2: .*No such file/);
    expect(String(error)).not.toContain('\u001b');
    expect(readdirSync(path)).toEqual([]);
  });

  test('keeps what its output of errors says to a few kilobytes', async () => {
    const start: StartCommand = (_, { stderr }) => {
      for (let at = 0; at < 1000; at += 1) stderr(Buffer.alloc(1000, 'x'));
      return Promise.resolve({ wait: () => Promise.resolve(1), close: () => Promise.resolve() });
    };
    const error = await failureOf(copyFrom(start, { remote: '/x', local: join(newFolder().path, 'x') }));
    expect(String(error).length).toBeLessThan(2000);
  });

  test('ends the command at what may not be written, and leaves no part of a file', async () => {
    const { path } = newFolder();
    mkdirSync(join(path, 'app'));
    writeFileSync(join(path, 'app', 'a'), 'A');
    symlinkSync('/etc', join(path, 'app', 'z'));
    const error = await failureOf(
      copyFrom(machine().start, { remote: join(path, 'app'), local: join(path, 'out') }),
    );
    expect(error).toBeInstanceOf(CopyError);
    expect(String(error)).toContain('leads out of what is copied');
  });

  test('ends with an abort, and leaves no part of a file', async () => {
    const { path } = newFolder();
    const abort = new AbortController();
    const half = writeHeader({ type: 'file', path: 'big', linkPath: '', size: 1000, mode: 0o644 });
    const endless: StartCommand = async (_, { stdout, signal }) => {
      if (stdout !== 'ignore') await stdout(Buffer.concat([half, Buffer.alloc(600)]));
      const wait = (): Promise<never> => untilAborted(new Promise<never>(() => undefined), signal);
      return { wait, close: () => Promise.resolve() };
    };
    const paths = { remote: '/big', local: join(path, 'big') };
    const copying = failureOf(copyFrom(endless, paths, { signal: abort.signal }));
    while (readdirSync(path).length === 0) await settle();
    abort.abort();
    expect(await copying).toMatchObject({ name: 'AbortError' });
    expect(readdirSync(path)).toEqual([]);
  });
});

describe('a copy to a container', () => {
  test('brings a folder under the name that was given, and into one that is there', async () => {
    const { path } = newFolder();
    mkdirSync(join(path, 'dist', 'sub'), { recursive: true });
    writeFileSync(join(path, 'dist', 'a'), 'A', { mode: 0o755 });
    writeFileSync(join(path, 'dist', 'sub', 'b'), 'B');
    mkdirSync(join(path, 'srv', 'kept'), { recursive: true });
    const paths = { local: join(path, 'dist'), remote: join(path, 'srv') };
    expect(await copyTo(machine().start, paths)).toEqual({ files: 2 });
    expect(readdirSync(join(path, 'srv'))).toEqual(['a', 'kept', 'sub']);
  });

  test('brings a file under the name that was given, or into a folder that ends with a slash', async () => {
    const { path } = newFolder();
    writeFileSync(join(path, 'a'), 'A');
    mkdirSync(join(path, 'srv'));
    await copyTo(machine().start, { local: join(path, 'a'), remote: join(path, 'srv', 'b') });
    await copyTo(machine().start, { local: join(path, 'a'), remote: `${join(path, 'srv')}/` });
    expect(readdirSync(join(path, 'srv'))).toEqual(['a', 'b']);
  });

  test("fails with tar's exit code and words", async () => {
    const { path } = newFolder();
    writeFileSync(join(path, 'a'), 'A');
    const error = await failureOf(
      copyTo(machine().start, { local: join(path, 'a'), remote: join(path, 'none', 'a') }),
    );
    expect(error).toMatchObject({ name: 'CopyError', exitCode: 2 });
    expect(String(error)).toContain('No such file');
  });

  test('fails before anything runs where there is nothing to copy', async () => {
    const { path } = newFolder();
    const { start, commands } = machine();
    const error = await failureOf(copyTo(start, { local: join(path, 'none'), remote: '/srv' }));
    expect(String(error)).toContain('none" cannot be read (ENOENT)');
    expect(commands).toEqual([]);
  });
});
