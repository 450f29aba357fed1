// The terminal of this process, lent to a remote command: it takes each key as it comes, and tells its size.

import type { TerminalSize } from './channels.ts';

/** As `process.stdin` is on a terminal. */
interface RawInput {
  readonly isTTY: true;
  readonly isRaw: boolean;
  setRawMode(raw: boolean): unknown;
}

/** As `process.stdout` is on a terminal. */
interface SizedOutput {
  readonly columns: number;
  readonly rows: number;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/**
 * Lends what of `stdin` and `stdout` is a terminal. `resize` is called at once, and again with each change. Returns what
 * gives it back as it was.
 */
export function lendTerminal(
  { stdin, stdout }: { readonly stdin: unknown; readonly stdout: unknown },
  resize: (size: TerminalSize) => void,
): () => void {
  const undo: (() => void)[] = [];
  if (isSized(stdout)) {
    const tell = (): void => resize({ width: stdout.columns, height: stdout.rows });
    stdout.on('resize', tell);
    undo.push(() => stdout.off('resize', tell));
    tell();
  }
  if (isRawInput(stdin)) {
    const wasRaw = stdin.isRaw;
    stdin.setRawMode(true);
    undo.push(() => stdin.setRawMode(wasRaw));
  }
  return () => {
    for (const back of undo.splice(0)) back();
  };
}

function isRawInput(stream: unknown): stream is RawInput {
  return isObject(stream) && 'isTTY' in stream && stream.isTTY === true && 'setRawMode' in stream;
}

function isSized(stream: unknown): stream is SizedOutput {
  return isObject(stream) && 'columns' in stream && 'rows' in stream && typeof stream.columns === 'number';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
