// Where a command writes, and what tells it to end: the process' own streams and signals, or a test's.

export interface Terminal {
  /** Writes to standard output at once. */
  out(text: string): void;
  /** Writes to standard error at once. */
  err(text: string): void;
  /** Fires when the command shall end: Ctrl-C, a polite kill, or nobody reads the output any more. */
  readonly signal: AbortSignal;
  /** What the process then exits with; undefined while it shall go on. */
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
      // As in `kube-rx watch pods | head -1`: the reader has what it wanted.
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
