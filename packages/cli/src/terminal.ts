// Where a command writes, and what ends it: the streams and signals of the process, or those of a test.

export interface Terminal {
  /** Writes to standard output at once. */
  out(text: string): void;
  /** Writes to standard error at once. */
  err(text: string): void;
  /** Fires when the command must end: Ctrl-C, SIGTERM, or nobody reads the output any more. */
  readonly signal: AbortSignal;
  /** What the process exits with once the signal has fired; undefined before. */
  readonly exitCode: number | undefined;
}

const signals = { SIGINT: 130, SIGTERM: 143 } as const;

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
      // The reader has left, as in `kube-rx watch pods | head -1`; that is no failure.
      if (error.code !== 'EPIPE') throw error;
      exitCode ??= 0;
      ending.abort();
    });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    signal: ending.signal,
    get exitCode() {
      return exitCode;
    },
  };
}
