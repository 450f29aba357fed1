// `--state`: the file in which the server keeps its objects.

import { open, stat } from 'node:fs/promises';
import type { ApiServer, KeptState } from '@kube-rx/apiserver';
import type { Logger } from 'pino';
import { describeFailure, fileAccess } from '../failure.ts';

/** @throws UsageError for a file that cannot be read or written. */
export async function keepState(server: ApiServer, file: string, log: Logger): Promise<KeptState> {
  // Told of before anything is written beside it.
  await fileAccess(file, 'read', requireReadable(file));
  const onSaveError = (error: unknown): void => log.error({ file, why: describeFailure(error) }, 'not saved');
  return await fileAccess(file, 'written', server.keepState(file, { onSaveError }));
}

/** Saves for the last time; false where that has failed, which is logged: after a signal nobody else tells. */
export async function savedAtLast(kept: KeptState, log: Logger): Promise<boolean> {
  try {
    await kept.close();
    return true;
  } catch (error) {
    log.error({ why: describeFailure(error) }, 'the last changes are not saved');
    return false;
  }
}

async function requireReadable(file: string): Promise<void> {
  const present = await stat(file).catch(() => undefined);
  // To open a pipe would wait for a writer.
  if (!present?.isFile() && !present?.isDirectory()) return;
  const handle = await open(file);
  try {
    await handle.read(Buffer.alloc(1));
  } finally {
    await handle.close();
  }
}
