// A file that a flag names: bounded, and a pipe is waited for only as long as the command may run.

import { readInputFile } from '@kube-rx/client';
import { fileAccess, UsageError } from './failure.ts';

export interface InputFile {
  /** As `--token-file`. */
  readonly flag: string;
  readonly path: string;
  /** Default 16 MiB. */
  readonly maxBytes?: number;
}

/** The text of a file. @throws UsageError that names flag and file where it cannot be read, or has too much. */
export async function readInput(input: InputFile, signal: AbortSignal): Promise<string> {
  const { flag, path, maxBytes = 16 * 2 ** 20 } = input;
  const name = `${flag}: ${path || '""'}`;
  const bytes = await fileAccess(name, 'read', readInputFile(path, { maxBytes, signal }));
  if (bytes === undefined) throw new UsageError(`${name} has more than ${maxBytes} bytes`);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
