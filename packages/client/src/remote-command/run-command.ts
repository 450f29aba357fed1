// A command that runs to its end, and what it wrote.

import { DecodeError } from '@kube-rx/core';
import type { RemoteStreams, StreamTargets } from './remote-streams.ts';

/** What a command in a container did. */
export interface CommandOutcome {
  /** 0 where it says that it succeeded. */
  readonly exitCode: number;
  readonly stdout: string;
  /** With a terminal it is part of `stdout`. */
  readonly stderr: string;
}

const defaultMaxOutputBytes = 16 * 1024 * 1024;

export type RunCommand = (
  targets: Pick<StreamTargets, 'stdout' | 'stderr'>,
) => Promise<RemoteStreams<number>>;

/** Collects the outputs of what `start` starts, in UTF-8. */
export async function runCommand(
  start: RunCommand,
  what: string,
  maxOutputBytes: number = defaultMaxOutputBytes,
): Promise<CommandOutcome> {
  let left = maxOutputBytes;
  const collect = (pieces: Uint8Array[]) => (bytes: Uint8Array) => {
    left -= bytes.length;
    if (left >= 0) pieces.push(bytes);
    else
      throw new DecodeError(
        `${what}: its output has more than ${maxOutputBytes} bytes; raise maxOutputBytes, or read it as it comes: spawn`,
        { fault: 'tooLarge' },
      );
  };
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const streams = await start({ stdout: collect(stdout), stderr: collect(stderr) });
  const exitCode = await streams.wait();
  return { exitCode, stdout: textOf(stdout), stderr: textOf(stderr) };
}

function textOf(pieces: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(pieces));
}
