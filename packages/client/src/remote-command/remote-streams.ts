// The streams of what runs in a container, for as long as it runs: one reader of the socket, who hands on what comes and
// reads no further while that is not taken.
//
// - running: messages are handed on, input is sent.
// - ended: the server has said how, or the connection was lost; then nobody knows how, and that is a failure.

import { InvalidRequestError, type MessageSocket, toError } from '@kube-rx/core';
import { TransportError } from '../errors.ts';
import { readMessage, resizeMessage, stdinEnd, stdinMessage, type TerminalSize } from './channels.ts';
import { Ending } from './ending.ts';
import { type InputSource, readInput } from './input.ts';
import { type Output, type OutputTarget, openOutput } from './output.ts';
import { lendTerminal } from './terminal.ts';

/** Where the streams of a command come from and go to. */
export interface StreamTargets {
  /** `pipe`: what `write` and `endInput` give. Default: it has no input. */
  readonly stdin?: InputSource | 'pipe' | undefined;
  /** Default `pipe`: to be read from `stdout`. `ignore`: it is not asked for. */
  readonly stdout?: OutputTarget | 'pipe' | 'ignore' | undefined;
  /** As `stdout`. Of a terminal there is none. */
  readonly stderr?: OutputTarget | 'pipe' | 'ignore' | undefined;
  /**
   * Give it a terminal. Where `stdin` is the terminal of this process, it is put into raw mode meanwhile, and the size of
   * a terminal at `stdout` is passed on. Default false.
   */
  readonly tty?: boolean | undefined;
}

export interface RemoteStreamsOptions<T> extends StreamTargets {
  /** What runs, for messages. */
  readonly what: string;
  /** What the end means. */
  readonly result: (exitCode: number) => T;
}

// As much as kubectl sends at once.
const mostMessageBytes = 32 * 1024;

/**
 * What runs in a container, and its streams.
 *
 * An output that is to be read and is not read holds back everything that comes after it, its end too: read both, give
 * them targets, or ask for one alone.
 *
 * @example
 * await using shell = await pods.spawn('web-0', ['sh'], { stdin: 'pipe', stderr: 'ignore' });
 * await shell.write('echo hello\n');
 * await shell.endInput();
 * for await (const bytes of shell.stdout) process.stdout.write(bytes);
 * console.log(await shell.wait());
 */
export class RemoteStreams<T> implements AsyncDisposable {
  readonly #socket: MessageSocket;
  readonly #options: RemoteStreamsOptions<T>;
  readonly #stdout: Output;
  readonly #stderr: Output;
  readonly #result: Promise<T>;
  readonly #over = new AbortController();
  #closed = false;
  /** What the input was lost by. */
  #failure: Error | undefined;

  /** Use `pods.spawn` or `pods.attach`. */
  constructor(socket: MessageSocket, options: RemoteStreamsOptions<T>) {
    this.#socket = socket;
    this.#options = options;
    this.#stdout = openOutput(options.stdout === 'ignore' ? 'pipe' : options.stdout);
    this.#stderr = openOutput(options.stderr === 'ignore' ? 'pipe' : options.stderr);
    this.#result = this.#run();
    // Whoever does not wait for the end need not hear of it.
    this.#result.catch(() => undefined);
  }

  /** The standard output, where it was given no target. */
  get stdout(): AsyncIterable<Uint8Array> {
    return this.#stdout.bytes;
  }

  /** The standard error, where it was given no target. */
  get stderr(): AsyncIterable<Uint8Array> {
    return this.#stderr.bytes;
  }

  /**
   * Writes to the standard input. Resolves when more may follow; rejects once the streams are over.
   *
   * @throws InvalidRequestError unless `stdin` is `pipe`.
   */
  async write(data: string | Uint8Array): Promise<void> {
    this.#requirePipe();
    await this.#send(typeof data === 'string' ? new TextEncoder().encode(data) : data);
  }

  /**
   * Ends the standard input.
   *
   * @throws InvalidRequestError where the server's protocol cannot say so (Kubernetes before 1.30).
   */
  async endInput(): Promise<void> {
    this.#requirePipe();
    await this.#endInput();
  }

  /** Tells the size of the terminal. */
  async resize(size: TerminalSize): Promise<void> {
    await this.#socket.send(resizeMessage(size));
  }

  /**
   * How it ended: of a command the exit code, of an attachment nothing.
   *
   * @throws ApiError where the command could not run, as one that the container does not have.
   * @throws TransportError (`NO_EXIT_CODE`, or why the connection broke off) where nobody knows how it ended.
   * @throws AbortError once the signal has fired.
   */
  wait(): Promise<T> {
    return this.#result;
  }

  /** Leaves it. A command that runs may go on: its input has ended, and nobody takes its output. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#over.abort();
    this.#stdout.discard();
    this.#stderr.discard();
    await this.#socket.close();
    await this.#result.catch(() => undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run(): Promise<T> {
    const { what, result, stdin, stdout, tty } = this.#options;
    const ending = new Ending(what);
    let failure: Error | undefined;
    let restore: (() => void) | undefined;
    try {
      if (tty)
        restore = lendTerminal({ stdin, stdout }, (size) => void this.resize(size).catch(() => undefined));
      if (stdin !== undefined && stdin !== 'pipe') void this.#feed(stdin);
      for await (const message of this.#socket) await this.#take(message, ending);
    } catch (error) {
      failure = toError(error);
    } finally {
      this.#over.abort();
      restore?.();
      await this.#socket.close();
    }
    try {
      const code = this.#exitCode(ending, this.#failure ?? failure);
      this.#stdout.end();
      this.#stderr.end();
      return result(code);
    } catch (error) {
      this.#stdout.end(toError(error));
      this.#stderr.end(toError(error));
      throw error;
    }
  }

  async #take(message: Uint8Array, ending: Ending): Promise<void> {
    const read = readMessage(message);
    switch (read.type) {
      case 'stdout':
        return this.#stdout.write(read.bytes);
      case 'stderr':
        return this.#stderr.write(read.bytes);
      case 'ending':
        ending.add(read.bytes);
        return;
      case 'nothing':
    }
  }

  // Never a success that nobody has told of.
  #exitCode(ending: Ending, failure: Error | undefined): number {
    const { what } = this.#options;
    // What was told before a connection was lost is known.
    if (failure && !(failure instanceof TransportError && ending.isTold)) throw failure;
    if (ending.isTold) return ending.exitCode();
    if (this.#closed) throw new DOMException(`${what}: it was left before it ended`, 'AbortError');
    throw new TransportError(
      `${what}: the connection ended without a word of how the command ended (NO_EXIT_CODE)`,
      {
        code: 'NO_EXIT_CODE',
      },
    );
  }

  async #feed(source: InputSource): Promise<void> {
    const lost = new AbortController();
    // A command may end before it has read all of its input. How the connection ended, its reader tells.
    const write = (piece: Uint8Array): Promise<void> => this.#send(piece).catch(() => lost.abort());
    try {
      const isWhole = await readInput(source, write, AbortSignal.any([this.#over.signal, lost.signal]));
      if (isWhole && !lost.signal.aborted) await this.#endInput();
    } catch (error) {
      if (this.#over.signal.aborted || error instanceof TransportError) return;
      this.#failure = toError(error);
      await this.#socket.close();
    }
  }

  async #send(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += mostMessageBytes)
      await this.#socket.send(stdinMessage(bytes.subarray(at, at + mostMessageBytes)));
  }

  async #endInput(): Promise<void> {
    const end = stdinEnd(this.#socket.protocol);
    if (end) await this.#socket.send(end);
    else if (!this.#options.tty)
      throw new InvalidRequestError(
        `${this.#options.what}: the server speaks ${this.#socket.protocol}, which cannot tell the end of the input; v5.channel.k8s.io can, since Kubernetes 1.30`,
      );
  }

  #requirePipe(): void {
    if (this.#options.stdin !== 'pipe')
      throw new InvalidRequestError(
        `${this.#options.what}: it has no input to write to; set stdin to 'pipe'`,
      );
  }
}
