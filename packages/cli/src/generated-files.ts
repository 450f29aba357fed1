// Generated files below a directory, and nowhere else.

import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { systemErrorOf } from '@kube-rx/client';
import { fileAccess, UsageError } from './failure.ts';
import { checkOwnFile, type OwnFile, presentAt, replaceOwnFile } from './own-file.ts';

/** Who generates. */
export interface Generator {
  /** As `kube-rx types`. */
  readonly name: string;
  /** The beginning of the first line of each file. */
  readonly mark: string;
}

/**
 * Writes texts by their paths below `directory`, and returns the files. Before the first is written, all are checked.
 *
 * @throws UsageError for a path that leads out of the directory, also by a symbolic link, and for a file that was not
 *   generated.
 */
export async function writeGenerated(
  directory: string,
  texts: ReadonlyMap<string, string>,
  generator: Generator,
): Promise<readonly string[]> {
  const files = Array.from(texts, ([path, text]) => ({
    file: ownFile(directory, path, generator),
    path,
    text,
  }));
  for (const { file, path } of files) {
    const check = Promise.all([checkFolders(directory, path), checkOwnFile(file)]);
    await fileAccess(file.path, 'written', check);
  }
  for (const { file, text } of files) await fileAccess(file.path, 'written', write(file, text));
  return files.map(({ file }) => file.path);
}

function ownFile(directory: string, path: string, { name, mark }: Generator): OwnFile {
  const file = join(directory, path);
  const inside = relative(directory, file);
  if (inside === '' || isAbsolute(inside) || inside.split(sep)[0] === '..')
    throw new UsageError(`${JSON.stringify(path)} leads out of ${directory}, so nothing was written`);
  return { path: file, mark, writer: name, advice: 'choose another --out' };
}

/** Those between the directory and the file. The directory itself may be a link: it is the user's word. */
async function checkFolders(directory: string, path: string): Promise<void> {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const place = join(directory, folder);
    const present = await presentAt(place);
    if (present?.isSymbolicLink() === true)
      throw new UsageError(`${place} is a symbolic link, and may lead out of ${directory}: remove it`);
  }
}

async function write(file: OwnFile, text: string): Promise<void> {
  await makeDirectory(dirname(file.path));
  await replaceOwnFile(file, text);
}

// Node's own `recursive` never ends where a parent exists and takes no directory, as /proc.
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = systemErrorOf(error)?.code;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await mkdir(path);
  }
}
