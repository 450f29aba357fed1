// Reads PEM values of a kubeconfig, which are inline (`-data`) or in a file that it names.

import { dirname, resolve } from 'node:path';
import { errorCode } from '../errors.ts';
import { readInputFile } from '../input-file.ts';
import type { Section } from './section.ts';

const maxBytes = 16 * 2 ** 20;

/**
 * From base64 in `key-data`, which wins, or from the file that `key` names. `problemOf` says what is wrong with the
 * PEM text.
 */
export async function readPem(
  section: Section,
  key: string,
  problemOf: (pem: string) => string | undefined,
): Promise<string | undefined> {
  const data = readData(section, `${key}-data`, problemOf);
  if (data !== undefined) return data;
  const file = pemFile(section, key);
  if (file === undefined) return undefined;
  const bytes = await readInputFile(file, { maxBytes }).catch((cause: unknown) => {
    throw section.problem(key, `the file ${file} cannot be read (${errorCode(cause)})`, cause);
  });
  if (bytes === undefined) throw section.problem(key, `the file ${file} has more than ${maxBytes} bytes`);
  const pem = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const problem = problemOf(pem);
  if (problem !== undefined) throw section.problem(key, `the file ${file} ${problem}`);
  return pem;
}

/** The PEM text that is base64 in `key`. */
export function readData(
  section: Section,
  key: string,
  problemOf: (pem: string) => string | undefined,
): string | undefined {
  const data = section.text(key);
  if (data === undefined) return undefined;
  const encoded = base64Problem(data);
  if (encoded !== undefined) throw section.problem(key, encoded);
  const pem = Buffer.from(data, 'base64').toString('utf8');
  const problem = problemOf(pem);
  if (problem !== undefined) throw section.problem(key, problem);
  return pem;
}

/** The file that `key` names, where `readPem` reads one. */
export function pemFile(section: Section, key: string): string | undefined {
  const path = section.text(`${key}-data`) === undefined ? section.text(key) : undefined;
  return path === undefined ? undefined : referredPath(section, path);
}

/** Paths in a kubeconfig are relative to its folder. */
export function referredPath(section: Section, path: string): string {
  return resolve(dirname(section.file), path);
}

// Node decodes whatever it can, and leaves the rest out.
function base64Problem(data: string): string | undefined {
  if (data.includes('-----BEGIN ')) return 'is PEM itself, and must be that in base64 (base64 -w0 FILE)';
  const compact = data.replace(/\s/g, '');
  const { length } = /^[A-Za-z0-9+/]*={0,2}/.exec(compact)?.[0] ?? '';
  if (length < compact.length)
    return `is not valid base64: what follows the first ${length} characters does not belong there (as the % that a shell prints after a line without an end)`;
  return length % 4 === 0
    ? undefined
    : `is not valid base64: it is cut off (${length} characters, which is no multiple of 4)`;
}
