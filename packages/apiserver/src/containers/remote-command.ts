// A command in a container over a WebSocket, from the server's side: the channels of v5 and of v4.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/cri-streaming/pkg/streaming/remotecommand/websocket.go

import { ByteQueue } from '@kube-rx/core';
import { statusOf } from './command-status.ts';
import type { CommandResult, CommandStreams, Output } from './container.ts';
import type { SocketEnd } from './socket-pair.ts';
import { SizeQueue } from './terminal-sizes.ts';

/** The one that the client likes best counts. v5 can close stdin. */
export const commandProtocols: readonly string[] = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/** Which of its streams the client wants. */
export interface WantedStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

// As much as the kubelet's copying sends at once.
const frameBytes = 32 * 1024;

/** Runs the command, tells how it ended, and closes the socket. */
export async function serveCommand(
  socket: SocketEnd,
  wanted: WantedStreams,
  run: (streams: CommandStreams) => CommandResult,
): Promise<void> {
  const stdin = new ByteQueue();
  const sizes = new SizeQueue();
  if (!wanted.stdin) stdin.end();
  const input = (async () => {
    try {
      for await (const message of socket) await receive(message, { stdin, sizes, wanted });
    } catch {
      // It was broken off: the client has gone.
    }
    stdin.end();
    sizes.end();
  })();
  const outputs = outputsOf(socket, wanted);
  try {
    await socket.send(Uint8Array.of(firstChannel(wanted)));
    const status = await statusOf(() =>
      run({ stdin, ...outputs, tty: wanted.tty, sizes: sizes.sizes, signal: socket.over }),
    );
    await socket.send(frame(channels.error, new TextEncoder().encode(JSON.stringify(status))));
  } catch {
    // Nobody is there any more to be told.
  }
  stdin.discard();
  await socket.close();
  await input;
}

/** The client learns by a first, empty message that it is connected. */
function firstChannel({ stdout, stderr }: WantedStreams): number {
  if (stdout) return channels.stdout;
  return stderr ? channels.stderr : channels.error;
}

interface Incoming {
  readonly stdin: ByteQueue;
  readonly sizes: SizeQueue;
  readonly wanted: WantedStreams;
}

async function receive(message: Uint8Array, { stdin, sizes, wanted }: Incoming): Promise<void> {
  const [channel, closed] = message;
  const bytes = message.subarray(1);
  if (channel === channels.stdin && wanted.stdin) await stdin.push(bytes);
  else if (channel === channels.close && closed === channels.stdin) stdin.end();
  else if (channel === channels.resize) sizes.push(new TextDecoder().decode(bytes));
}

function outputsOf(
  socket: SocketEnd,
  wanted: WantedStreams,
): { readonly stdout: Output; readonly stderr: Output } {
  const output = (channel: number, isWanted: boolean): Output => ({
    write: async (data) => {
      const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
      for (let at = 0; isWanted && at < bytes.length; at += frameBytes)
        await socket.send(frame(channel, bytes.subarray(at, at + frameBytes)));
    },
  });
  const stdout = output(channels.stdout, wanted.stdout);
  // A terminal has one output.
  return { stdout, stderr: wanted.tty ? stdout : output(channels.stderr, wanted.stderr) };
}

export function frame(channel: number, bytes: Uint8Array): Uint8Array {
  const message = new Uint8Array(bytes.length + 1);
  message[0] = channel;
  message.set(bytes, 1);
  return message;
}
