// Defects of another client's copy: its promise resolved before the copy had begun, and errors were thrown where nobody
// could catch them.
// https://github.com/kubernetes-client/javascript/issues/982

import { expect, test } from '@jest/globals';
import { copyFrom, type StartCommand } from '../../src/copy/copy.ts';
import { CopyError } from '../../src/copy/copy-error.ts';
import { writeHeader } from '../../src/copy/tar-header.ts';
import { folder } from '../support/folder.ts';

const archive = Buffer.concat([
  writeHeader({ type: 'file', path: 'a', linkPath: '', size: 3, mode: 0o644 }),
  Buffer.from('all'.padEnd(512, '\0')),
  Buffer.alloc(1024),
]);

test('a copy resolves when the file is there as a whole, and tar has ended well', async () => {
  const local = folder();
  const ended = Promise.withResolvers<number>();
  const start: StartCommand = async (_, { stdout }) => {
    if (stdout !== 'ignore') await stdout(archive);
    return { wait: () => ended.promise, close: () => Promise.resolve() };
  };
  let isDone = false;
  const copying = copyFrom(start, { remote: '/a', local: `${local.path}/a` }).then((result) => {
    isDone = true;
    return result;
  });
  await local.appears('a');
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(isDone).toBe(false);
  ended.resolve(0);
  expect(await copying).toEqual({ files: 1 });
  expect(local.read('a')).toBe('all');
});

test('a copy whose tar fails rejects with its exit code and its words', async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown): void => void uncaught.push(error);
  process.on('uncaughtExceptionMonitor', note);
  try {
    const start: StartCommand = (_, { stderr }) => {
      stderr(Buffer.from('tar: a: Cannot stat: No such file or directory\n'));
      return Promise.resolve({ wait: () => Promise.resolve(2), close: () => Promise.resolve() });
    };
    const copying = copyFrom(start, { remote: '/a', local: `${folder().path}/a` });
    await expect(copying).rejects.toBeInstanceOf(CopyError);
    await expect(copying).rejects.toThrow('exit code 2: tar: a: Cannot stat: No such file or directory');
    expect(uncaught).toEqual([]);
  } finally {
    process.off('uncaughtExceptionMonitor', note);
  }
});
