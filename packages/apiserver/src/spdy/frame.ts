// The frames of SPDY/3.1 that streams of a Pod need.
// https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/ (2.2 Framing, 2.6 Control frames)

import type { SpdyHeaders } from './header-block.ts';

export type SpdyFrame =
  | {
      readonly type: 'open';
      readonly stream: number;
      readonly headers: SpdyHeaders;
      readonly isLast: boolean;
    }
  /** A piece of one frame: a large one comes in several, and only the last may end the stream. */
  | { readonly type: 'data'; readonly stream: number; readonly bytes: Uint8Array; readonly isLast: boolean }
  | { readonly type: 'reset'; readonly stream: number }
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'goAway' };

export const frameTypes = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const;

export const lastFlag = 0x01;

/** Why a stream is reset, by its number. */
export const resetReasons = { protocolError: 1, refused: 3 } as const;

const controlBit = 0x8000;
const version = 3;

export function controlFrame(type: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(controlBit | version, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt32BE(payload.length, 4);
  return Buffer.concat([head, payload]);
}

/** A control frame that holds nothing but numbers. */
export function numbersFrame(type: number, ...values: readonly number[]): Buffer {
  const payload = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) payload.writeUInt32BE(value, 4 * index);
  return controlFrame(type, payload);
}

/** Of at most 2^24 - 1 bytes. */
export function dataFrame(stream: number, bytes: Uint8Array, isLast: boolean): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(stream, 0);
  head.writeUInt32BE(((isLast ? lastFlag : 0) << 24) | bytes.length, 4);
  return Buffer.concat([head, bytes]);
}
