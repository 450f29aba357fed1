import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ApiServer, StateInUseError } from '@kube-rx/apiserver';
import { configMap, configMaps, TestServer } from '../support/test-server.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kube-rx-'));
  file = join(folder, 'state');
});

afterEach(() => rm(folder, { recursive: true }));

async function namesIn(path: string): Promise<string[]> {
  const server = new TestServer();
  await server.server.loadState(path);
  const { body } = await server.get(configMaps);
  return body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
}

/** Waits, up to ten seconds, until there is such a file. */
async function written(path: string): Promise<void> {
  for (let tries = 0; !existsSync(path) && tries < 1_000; tries += 1) await delay(10);
}

async function lockOf(holder: object, ageMs = 0): Promise<void> {
  const lock = `${file}.lock`;
  await writeFile(lock, JSON.stringify(holder));
  const time = new Date(Date.now() - ageMs);
  await utimes(lock, time, time);
}

/** The number of a process that was there. */
async function goneProcess(): Promise<number | undefined> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'close');
  return child.pid;
}

const pidNamespace = await readlink('/proc/self/ns/pid').catch(() => '');

describe('a state that is kept', () => {
  test('is saved while the server runs, and only where something has changed', async () => {
    const server = new TestServer();
    await using kept = await server.server.keepState(file, { saveMs: 700 });
    expect(kept.restored).toBe(false);
    await server.post(configMaps, configMap('a'));
    await server.clock.advance(700);
    await written(file);
    expect(await namesIn(file)).toEqual(['a']);
    const before = await readFile(file);
    await writeFile(file, 'as it is');
    await kept.save();
    expect(await readFile(file, 'utf8')).toBe('as it is');
    await server.post(configMaps, configMap('b'));
    await kept.save();
    expect((await readFile(file)).length).toBeGreaterThan(before.length);
    await server.server.close();
  });

  test('is saved at the end, and let go', async () => {
    const server = new TestServer();
    await server.server.keepState(file);
    await server.post(configMaps, configMap('a'));
    await server.server.close();
    expect(await namesIn(file)).toEqual(['a']);
    expect(await readdir(folder)).toEqual(['state']);
  });

  test('is saved where the server has gone back and comes to the same revision', async () => {
    const server = new TestServer();
    const kept = await server.server.keepState(file);
    const before = server.server.snapshot();
    await server.post(configMaps, configMap('a'));
    await kept.save();
    const { revision } = server.server;
    server.server.restore(before);
    await server.post(configMaps, configMap('b'));
    expect(server.server.revision).toBe(revision);
    await server.server.close();
    expect(await namesIn(file)).toEqual(['b']);
  });

  test('tells of a failure once, however often it comes', async () => {
    const told: unknown[] = [];
    const server = new TestServer();
    await server.server.keepState(file, { onSaveError: (error) => told.push(error) });
    await mkdir(join(file, 'in the way'), { recursive: true });
    for (let round = 0; round < 3; round += 1) {
      await server.post(configMaps, configMap(`a${round}`));
      await server.clock.advance(2_000);
      for (let tries = 0; told.length === 0 && tries < 1_000; tries += 1) await delay(10);
    }
    await expect(server.server.close()).rejects.toThrow('EISDIR');
    expect(told).toHaveLength(1);
  });

  test('comes back in another server', async () => {
    const first = new TestServer();
    await first.server.keepState(file);
    await first.post(configMaps, configMap('a'));
    await first.server.close();
    const second = new TestServer();
    await using kept = await second.server.keepState(file);
    expect(kept.restored).toBe(true);
    expect((await second.get(`${configMaps}/a`)).status).toBe(200);
  });

  test('is not for a second server, and is again when the first has closed', async () => {
    const first = new ApiServer();
    await first.keepState(file);
    const second = new ApiServer();
    const refused: unknown = await second.keepState(file).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StateInUseError);
    expect(String(refused)).toContain(
      `${file} is kept by another server (process ${process.pid} on ${hostname()}, says ${file}.lock): end that server, or name another file`,
    );
    await first.close();
    await second.keepState(file);
    await second.close();
  });

  test.each<[string, () => Promise<void>]>([
    [
      'a process that is gone',
      async () => lockOf({ id: 'x', pid: await goneProcess(), host: hostname(), pidNamespace }),
    ],
    [
      'one with the number of this process, which is another by now',
      () => lockOf({ id: 'x', pid: process.pid, host: hostname(), pidNamespace }),
    ],
    ['another machine that has been silent', () => lockOf({ id: 'x', pid: 1, host: 'elsewhere' }, 40_000)],
    ['one that was killed as it took it', () => lockOf([], 40_000)],
  ])('is taken over from %s', async (_, prepare) => {
    await prepare();
    const server = new ApiServer();
    await server.keepState(file);
    await server.close();
    expect(await readdir(folder)).toEqual(['state']);
  });

  test.each<[string, () => Promise<void>]>([
    ['another machine', () => lockOf({ id: 'x', pid: 1, host: 'elsewhere' })],
    [
      'a process of another user',
      () => lockOf({ id: 'x', pid: process.ppid, host: hostname(), pidNamespace }),
    ],
    [
      'a process of another container of this host, which is not seen from here',
      async () => lockOf({ id: 'x', pid: await goneProcess(), host: hostname(), pidNamespace: 'pid:[1]' }),
    ],
    ['one that takes it just now', () => lockOf([])],
  ])('is not taken from %s', async (_, prepare) => {
    await prepare();
    const before = await readFile(`${file}.lock`);
    await expect(new ApiServer().keepState(file)).rejects.toBeInstanceOf(StateInUseError);
    expect(await readFile(`${file}.lock`)).toEqual(before);
  });

  test('is no longer written by a server that has lost it', async () => {
    const told: unknown[] = [];
    const server = new TestServer();
    const kept = await server.server.keepState(file, { onSaveError: (error) => told.push(error) });
    await server.post(configMaps, configMap('a'));
    await kept.save();
    await lockOf({ id: 'x', pid: 1, host: 'elsewhere' });
    await server.post(configMaps, configMap('b'));
    for (let round = 0; round < 2; round += 1) {
      await server.clock.advance(2_000);
      await expect(kept.save()).rejects.toBeInstanceOf(StateInUseError);
    }
    expect(told).toHaveLength(1);
    await expect(server.server.close()).rejects.toBeInstanceOf(StateInUseError);
    expect(await namesIn(file)).toEqual(['a']);
    expect(await readdir(folder)).toEqual(['state', 'state.lock']);
  });

  test('is not taken from another machine when the clock of this one goes an hour ahead', async () => {
    await lockOf({ id: 'x', pid: 1, host: 'elsewhere' });
    const now = jest.spyOn(Date, 'now').mockImplementation(() => performance.timeOrigin + 3_600_000);
    try {
      await expect(new ApiServer().keepState(file)).rejects.toBeInstanceOf(StateInUseError);
    } finally {
      now.mockRestore();
    }
  });

  test('is saved on where somebody has removed the lock file', async () => {
    const server = new TestServer();
    const kept = await server.server.keepState(file);
    await rm(`${file}.lock`);
    await server.post(configMaps, configMap('a'));
    await kept.save();
    expect(await namesIn(file)).toEqual(['a']);
    await expect(new ApiServer().keepState(file)).rejects.toBeInstanceOf(StateInUseError);
    await server.server.close();
    expect(await readdir(folder)).toEqual(['state']);
  });

  test.each<[string, () => Promise<void>]>([
    ['which is not there yet', () => Promise.resolve()],
    ['which is there', () => new ApiServer().saveState(join(folder, 'real'))],
  ])('stays behind a symbolic link to a file, %s, and is one with it', async (_, prepare) => {
    await prepare();
    await symlink('real', file);
    const server = new TestServer();
    await server.server.keepState(file);
    for (const other of [file, join(folder, 'real')])
      await expect(new ApiServer().keepState(other)).rejects.toBeInstanceOf(StateInUseError);
    await server.post(configMaps, configMap('a'));
    await server.server.close();
    expect((await lstat(file)).isSymbolicLink()).toBe(true);
    expect(await namesIn(join(folder, 'real'))).toEqual(['a']);
  });

  test('is refused behind symbolic links that lead in a circle', async () => {
    await symlink('other', file);
    await symlink('state', join(folder, 'other'));
    await expect(new ApiServer().keepState(file)).rejects.toThrow('ELOOP');
  });

  test('is not saved after the end, and not kept by a server that has closed', async () => {
    const server = new TestServer();
    const kept = await server.server.keepState(file);
    await server.server.close();
    await expect(kept.save()).rejects.toThrow('the state is closed');
    await expect(server.server.keepState(file)).rejects.toThrow('the embedded API server is closed');
    expect((await readdir(folder)).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  test('is begun without what others have left half written', async () => {
    const id = crypto.randomUUID().slice(0, 8);
    await writeFile(`${file}.123.${id}`, 'half');
    await writeFile(`${file}.123.${id}.more`, 'of somebody');
    const server = new ApiServer();
    await server.keepState(file);
    expect((await readdir(folder)).sort()).toEqual([`state.123.${id}.more`, 'state.lock']);
    await server.close();
  });

  test('that is damaged is let go, and left as it is', async () => {
    await writeFile(file, 'nonsense');
    await expect(new ApiServer().keepState(file)).rejects.toThrow('line 1 is not a JSON object');
    expect(await readdir(folder)).toEqual(['state']);
    expect(await readFile(file, 'utf8')).toBe('nonsense');
  });
});
