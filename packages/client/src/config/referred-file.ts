// Reads PEM values of a kubeconfig, which are inline (`-data`) or in a file that it names.

import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorCode } from '../errors.ts';
import type { Section } from './section.ts';

/** From base64 in `key-data`, which wins, or from the file that `key` names. */
export async function readPem(section: Section, key: string): Promise<string | undefined> {
  const data = section.text(`${key}-data`);
  if (data !== undefined) {
    const compact = data.replace(/\s/g, '');
    if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact))
      throw section.problem(`${key}-data`, 'is not valid base64');
    return requirePem(Buffer.from(compact, 'base64').toString('utf8'), section, `${key}-data`);
  }
  const path = section.text(key);
  if (path === undefined) return undefined;
  const file = referredPath(section, path);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw section.problem(key, `the file ${file} cannot be read (${errorCode(cause)})`, cause);
  });
  return requirePem(text, section, key);
}

/** Paths in a kubeconfig are relative to its folder. */
export function referredPath(section: Section, path: string): string {
  return resolve(dirname(section.file), path);
}

function requirePem(text: string, section: Section, key: string): string {
  if (!text.includes('-----BEGIN ')) throw section.problem(key, 'is not PEM (no -----BEGIN line)');
  return text;
}
