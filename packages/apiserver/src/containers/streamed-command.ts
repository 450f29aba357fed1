// A command in a container over SPDY: a stream for each of its own, and one for how it ended.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/cri-streaming/pkg/streaming/remotecommand/httpstream.go

import { ByteQueue, type Clock, type Status } from '@kube-rx/core';
import { SpdyConnection, type SpdyStream } from '../spdy/spdy-connection.ts';
import { statusOf } from './command-status.ts';
import type { CommandResult, CommandStreams, Output } from './container.ts';
import type { WantedStreams } from './remote-command.ts';
import type { SocketEnd } from './socket-pair.ts';
import { SizeQueue } from './terminal-sizes.ts';

/** v4 tells the end as a Status, those before it as a text; v3 has the sizes of a terminal. */
export const streamedCommandProtocols: readonly string[] = [
  'v4.channel.k8s.io',
  'v3.channel.k8s.io',
  'v2.channel.k8s.io',
];

/** A client that has not opened its streams by then never will. In ms, as the kubelet's. */
const creationMs = 30_000;
const mostSizeBytes = 4096;

interface Serving {
  readonly wanted: WantedStreams;
  readonly clock: Clock;
}

/** Runs the command once its streams are open, tells how it ended, and closes the connection. */
export async function serveStreamedCommand(
  socket: SocketEnd,
  { wanted, clock }: Serving,
  run: (streams: CommandStreams) => CommandResult,
): Promise<void> {
  const connection = new SpdyConnection(socket);
  const opening = new OpeningStreams(expectedStreams(wanted, socket.protocol));
  const reading = connection.serve((stream) => opening.add(stream)).finally(() => opening.end());
  const timer = clock.schedule(creationMs, () => opening.end());
  const streams = await opening.streams;
  timer.cancel();
  try {
    if (streams) await runWith(streams, { connection, wanted, protocol: socket.protocol }, run);
  } catch {
    // Nobody is there any more to be told.
  }
  await connection.close();
  await reading;
}

type StreamsByType = ReadonlyMap<string, SpdyStream>;

interface Running {
  readonly connection: SpdyConnection;
  readonly wanted: WantedStreams;
  readonly protocol: string;
}

async function runWith(
  streams: StreamsByType,
  { connection, wanted, protocol }: Running,
  run: (streams: CommandStreams) => CommandResult,
): Promise<void> {
  const sizes = new SizeQueue();
  const resizing = readSizes(streams.get('resize'), sizes);
  const nothing = new ByteQueue();
  nothing.end();
  const stdin = streams.get('stdin')?.input ?? nothing;
  const stdout = streams.get('stdout') ?? nowhere;
  const stderr = wanted.tty ? stdout : (streams.get('stderr') ?? nowhere);
  const status = await statusOf(() =>
    run({ stdin, stdout, stderr, tty: wanted.tty, sizes: sizes.sizes, signal: connection.signal }),
  );
  stdin.discard();
  await streams.get('error')?.write(statusText(status, protocol));
  for (const type of ['stdout', 'stderr', 'error']) await streams.get(type)?.end();
  streams.get('resize')?.input.discard();
  await resizing;
}

const nowhere: Output = { write: () => Promise.resolve() };

function statusText(status: Partial<Status>, protocol: string): string {
  if (protocol === 'v4.channel.k8s.io') return JSON.stringify(status);
  return status.status === 'Success' ? '' : (status.message ?? '');
}

function expectedStreams(wanted: WantedStreams, protocol: string): ReadonlySet<string> {
  const expected = new Set(['error']);
  if (wanted.stdin) expected.add('stdin');
  if (wanted.stdout) expected.add('stdout');
  if (wanted.stderr) expected.add('stderr');
  if (wanted.tty && protocol !== 'v2.channel.k8s.io') expected.add('resize');
  return expected;
}

/** Streams of a client until all that are expected are there. Others are reset. */
class OpeningStreams {
  readonly #expected: ReadonlySet<string>;
  readonly #opened = new Map<string, SpdyStream>();
  readonly #whole = Promise.withResolvers<StreamsByType | undefined>();

  constructor(expected: ReadonlySet<string>) {
    this.#expected = expected;
  }

  /** Undefined where the client has not opened them all. */
  get streams(): Promise<StreamsByType | undefined> {
    return this.#whole.promise;
  }

  add(stream: SpdyStream): void {
    const type = stream.headers.get('streamtype') ?? '';
    if (!this.#expected.has(type) || this.#opened.has(type)) {
      stream.reset().catch(() => undefined);
      return;
    }
    this.#opened.set(type, stream);
    if (this.#opened.size === this.#expected.size) this.#whole.resolve(this.#opened);
  }

  end(): void {
    this.#whole.resolve(undefined);
  }
}

async function readSizes(stream: SpdyStream | undefined, sizes: SizeQueue): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of stream?.input ?? []) {
    text += decoder.decode(bytes, { stream: true });
    const lines = text.split('\n');
    text = (lines.pop() ?? '').slice(0, mostSizeBytes);
    for (const line of lines) sizes.push(line);
  }
  sizes.end();
}
