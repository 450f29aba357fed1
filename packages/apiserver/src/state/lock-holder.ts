// Who holds the lock of a state file, as the lock file says it.

import type { FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { printable } from '@kube-rx/core';
import { codeOf } from '../error-code.ts';
import { numberAt, parseJsonText, stringAt } from '../json/json.ts';

export interface LockHolder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** Numbers of processes are compared within one only: containers of one host share its name. Empty but on Linux. */
  readonly pidNamespace: string;
}

const mostBytes = 4096;

export function lockText(holder: LockHolder): string {
  return `${JSON.stringify(holder)}\n`;
}

/** Undefined for a lock that is being written, or that says nothing. */
export async function readHolder(lock: FileHandle): Promise<LockHolder | undefined> {
  if ((await lock.stat()).size > mostBytes) return undefined;
  const { buffer, bytesRead } = await lock.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
  try {
    const value = parseJsonText(buffer.toString('utf8', 0, bytesRead));
    const [id, pid, host] = [stringAt(value, 'id'), numberAt(value, 'pid'), stringAt(value, 'host')];
    if (id === undefined || pid === undefined || host === undefined) return undefined;
    return { id, pid, host, pidNamespace: stringAt(value, 'pidNamespace') ?? '' };
  } catch {
    return undefined;
  }
}

// A process that has just started can have the number of one that was killed.
const own = new Set<string>();

export function addOwn(id: string): void {
  own.add(id);
}

export function removeOwn(id: string): void {
  own.delete(id);
}

/** Whether its process is seen to be gone; false where that cannot be seen from here. */
export function isGone({ id, pid, host, pidNamespace }: LockHolder, here: LockHolder): boolean {
  if (host !== here.host || pidNamespace !== here.pidNamespace) return false;
  if (pid === here.pid) return !own.has(id);
  try {
    return !process.kill(pid, 0);
  } catch (error) {
    // One that may not be asked is there, and somebody else's.
    return codeOf(error) === 'ESRCH';
  }
}

export function describeHolder(holder: LockHolder | undefined): string {
  return holder ? `process ${holder.pid} on ${printable(holder.host, 100)}` : 'one that has just taken it';
}

export function holderHere(id: string, pidNamespace: string): LockHolder {
  return { id, pid: process.pid, host: hostname(), pidNamespace };
}
