// Copies of files through the embedded server, by the real tar behind a fake container.

import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CopyError } from '../../src/copy/copy-error.ts';
import { TarContainer } from '../support/tar-container.ts';

let container: TarContainer;

beforeEach(async () => {
  container = await TarContainer.open();
});

afterEach(async () => {
  await container[Symbol.asyncDispose]();
});

describe('a copy by the client', () => {
  test('brings a folder from a container, and back to another place', async () => {
    const out = join(container.folder, 'local', 'out');
    expect(await container.pods.copyFrom('web-0', 'app', out)).toEqual({ files: 2 });
    expect(container.read('local', 'out', 'a.txt')).toBe('A');
    expect(
      await container.pods.copyTo('web-0', out, join(container.folder, 'container', 'again'), {
        container: 'web',
      }),
    ).toEqual({ files: 2 });
    expect(container.read('container', 'again', 'sub', 'large')).toBe('xyz'.repeat(1_000_000));
  });

  test('fails with what tar says, once the promise that was given is rejected, and not before it ran', async () => {
    const copying = container.pods.copyFrom('web-0', 'none', join(container.folder, 'local', 'out'));
    await expect(copying).rejects.toMatchObject({ name: 'CopyError', exitCode: 2 });
    await expect(copying).rejects.toThrow(/No such file/);
    expect(readdirSync(join(container.folder, 'local'))).toEqual([]);
  });

  test('refuses what a hostile container sends, and ends its command', async () => {
    symlinkSync('/etc', join(container.folder, 'container', 'app', 'z'));
    await expect(
      container.pods.copyFrom('web-0', 'app', join(container.folder, 'local', 'out')),
    ).rejects.toBeInstanceOf(CopyError);
  });

  test('fails where the local side cannot be read, and does not hang', async () => {
    const copying = container.pods.copyTo('web-0', join(container.folder, 'none'), 'there');
    await expect(copying).rejects.toThrow('none" cannot be read (ENOENT)');
  });
});
