// What a container does in tests: no process runs, but its log, its commands and its ports answer as ones that do.

/** A line of a log. */
export type LogEntry =
  /** Written now, to the standard output. */
  | string
  | {
      readonly text: string;
      /** When it was written: ms since 1970, or an RFC 3339 text. Default: now, by the server's clock. */
      readonly time?: number | string;
      /** Default `Stdout`. */
      readonly stream?: 'Stdout' | 'Stderr';
    };

/** Where a command writes. */
export interface Output {
  /** Resolves when there is room for more; rejects once the client has gone. */
  write(data: string | Uint8Array): Promise<void>;
}

/** The size of a terminal, in characters. */
export interface TerminalSize {
  readonly width: number;
  readonly height: number;
}

/** What a command in a container has around it. */
export interface CommandStreams {
  /** Ends where the client closes it, or has gone; empty where it gave none. */
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  /** Of a terminal: the standard output. */
  readonly stderr: Output;
  readonly tty: boolean;
  /** The sizes of the client's terminal, as they change. */
  readonly sizes: AsyncIterable<TerminalSize>;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
}

/** The exit code; nothing stands for 0. An error that is thrown is one of the container's runtime, and has no code. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- an async function without a return gives void
export type CommandResult = number | void | Promise<number | void>;

/** A connection to a port: what the client sends, and where to answer. It is closed when its handler is done. */
export interface PortConnection extends AsyncIterable<Uint8Array> {
  readonly port: number;
  /** Resolves when there is room for more; rejects once the client has gone. */
  write(data: string | Uint8Array): Promise<void>;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
}

/** What a container does. What is left out does not work, as in a container that has no shell and no open port. */
export interface FakeContainer {
  /** What it has written so far, or writes while it runs. Default: nothing. */
  readonly logs?: Iterable<LogEntry> | AsyncIterable<LogEntry>;
  /** What it had written before its last restart. Default: it was never restarted. */
  readonly previousLogs?: Iterable<LogEntry>;
  /** Runs a command. */
  readonly exec?: (command: readonly string[], streams: CommandStreams) => CommandResult;
  /** Is attached to. */
  readonly attach?: (streams: CommandStreams) => CommandResult;
  /** What listens at its ports. */
  readonly ports?: Readonly<Record<number, (connection: PortConnection) => Promise<void> | void>>;
}
