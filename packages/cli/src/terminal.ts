// Where a command writes, and what ends it: the streams and signals of the process, or those of a test.

import { safeText } from './output/safe-text.ts';

export interface Terminal {
  /** Writes to standard output at once. */
  out(text: string): void;
  /** Writes to standard error at once. */
  err(text: string): void;
  /** Whether a person reads standard output as it comes; absent: no. */
  readonly outIsTty?: boolean;
  /** Whether a person reads standard error as it comes; absent: no. */
  readonly errIsTty?: boolean;
  /** Fires when the command must end: Ctrl-C, SIGTERM, a terminal that was closed, or nobody reads the output any more. */
  readonly signal: AbortSignal;
  /** What the process exits with once the signal has fired; undefined before. */
  readonly exitCode: number | undefined;
}

/** The one way out: whatever a command writes has gone through `safeText`. */
export function safeTerminal(terminal: Terminal): Terminal {
  return {
    out: (text) => terminal.out(safeText(text)),
    err: (text) => terminal.err(safeText(text)),
    outIsTty: terminal.outIsTty === true,
    errIsTty: terminal.errIsTty === true,
    signal: terminal.signal,
    get exitCode() {
      return terminal.exitCode;
    },
  };
}

const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The terminal of this process. A second Ctrl-C ends it at once. */
export function processTerminal(): Terminal {
  const ending = new AbortController();
  let exitCode: number | undefined;
  const end = (code: number): void => {
    if (ending.signal.aborted) process.exit(code);
    exitCode = code;
    ending.abort();
  };
  for (const [name, code] of Object.entries(signals)) process.on(name, () => end(code));
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') {
        if (stream === process.stdout)
          process.stderr.write(safeText(`error: standard output cannot be written: ${error.message}\n`));
        // A full disk may be noticed after the command has ended well.
        process.exit(1);
      }
      // The reader has left, as in `kube-rx watch pods | head -1`; that is no failure.
      exitCode ??= 0;
      ending.abort();
    });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outIsTty: process.stdout.isTTY,
    errIsTty: process.stderr.isTTY,
    signal: ending.signal,
    get exitCode() {
      return exitCode;
    },
  };
}
