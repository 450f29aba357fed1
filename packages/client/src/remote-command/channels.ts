// The messages of a remote command, as pure functions. The first byte of each is its channel: stdin, the two outputs,
// how it ended, the size of the terminal, and since v5 the closing of a channel.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go

import { InvalidRequestError } from '@kube-rx/core';

/** The size of a terminal, in characters. */
export interface TerminalSize {
  readonly width: number;
  readonly height: number;
}

export type CommandMessage =
  | { readonly type: 'stdout' | 'stderr' | 'ending'; readonly bytes: Uint8Array }
  /** Without content, or of a channel that has no meaning here. */
  | { readonly type: 'nothing' };

const stdinChannel = 0;
const resizeChannel = 4;
const closeChannel = 255;

const nothing: CommandMessage = { type: 'nothing' };

/** What a message of the server means. A server may send empty ones, to say that it is there. */
export function readMessage(message: Uint8Array): CommandMessage {
  const type = ([undefined, 'stdout', 'stderr', 'ending'] as const)[message[0] ?? 0];
  return type === undefined || message.length === 1 ? nothing : { type, bytes: message.subarray(1) };
}

export function stdinMessage(bytes: Uint8Array): Uint8Array {
  return messageOf(stdinChannel, bytes);
}

/** That stdin has ended. Undefined where the protocol cannot say so. */
export function stdinEnd(protocol: string): Uint8Array | undefined {
  return protocol.startsWith('v5.') ? Uint8Array.of(closeChannel, stdinChannel) : undefined;
}

/** @throws InvalidRequestError for a size that no terminal has. */
export function resizeMessage({ width, height }: TerminalSize): Uint8Array {
  if (!isExtent(width) || !isExtent(height))
    throw new InvalidRequestError(`${width} x ${height} is no size of a terminal: whole numbers up to 65535`);
  return messageOf(resizeChannel, new TextEncoder().encode(JSON.stringify({ Width: width, Height: height })));
}

function isExtent(extent: number): boolean {
  return Number.isInteger(extent) && extent >= 0 && extent <= 65_535;
}

function messageOf(channel: number, bytes: Uint8Array): Uint8Array {
  const message = new Uint8Array(bytes.length + 1);
  message[0] = channel;
  message.set(bytes, 1);
  return message;
}
