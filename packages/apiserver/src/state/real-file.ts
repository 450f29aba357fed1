// The file that a path stands for. A symbolic link to a state file stays one: what replaces a file replaces the link
// otherwise, and two servers lock two files for one state.

import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf } from '../error-code.ts';

// As Linux counts.
const mostLinks = 40;

/** Also of a file that is not there yet, and of a link that leads to none. */
export async function realFile(file: string, links: number = mostLinks): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || links === 0) throw error;
  }
  const target = await readlink(file).catch(() => undefined);
  if (target !== undefined) return await realFile(resolve(dirname(file), target), links - 1);
  return join(await realpath(dirname(file)), basename(file));
}
