// Bodies that do not arrive as the server sent them.

import { type Clock, sleep, untilAborted } from '@kube-rx/core';
import { type Fault, statusOfFault } from './fault.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

type Body = AsyncIterable<Uint8Array>;
type Chunks = AsyncGenerator<Uint8Array, void, undefined>;

/** What `fault` makes of `source`; `source` itself where it breaks no body. Leaving the result leaves the source. */
export function brokenBody(source: Body, fault: Fault, surroundings: Surroundings): Body {
  switch (fault.type) {
    case 'cut':
      return limited(source, fault.afterBytes ?? 0, () => Promise.reject(cut()));
    case 'end':
      return fault.afterFrames === undefined
        ? limited(source, fault.afterBytes ?? 0, () => Promise.resolve())
        : firstFrames(source, fault.afterFrames);
    case 'silence':
      return limited(source, fault.afterBytes ?? 0, () => silence(surroundings.signal));
    case 'garbage':
      return withLine(source, fault.afterFrames ?? 0, fault.line ?? 'this is no frame');
    case 'errorEvent':
      return withLine(
        source,
        fault.afterFrames ?? 0,
        JSON.stringify({ type: 'ERROR', object: statusOfFault(fault) }),
      );
    case 'duplicate':
      return perChunk(source, (chunk) => Array.from({ length: fault.copies ?? 2 }, () => chunk));
    case 'dropBookmarks':
      return perChunk(source, (chunk) => (isBookmark(chunk) ? [] : [chunk]));
    case 'dropEndMark':
      return perChunk(source, (chunk) => (isEndMark(chunk) ? [] : [chunk]));
    case 'drip':
      return dripping(source, fault, surroundings);
    case 'status':
    case 'refuse':
    case 'delay':
    case 'ignoreSendInitialEvents':
    case 'ignoreTimeoutSeconds':
    case 'omit':
    case 'repeatPages':
      return source;
    default:
      return fault satisfies never;
  }
}

function cut(): Error {
  return Object.assign(new Error('the connection was cut on purpose'), { code: 'ECONNRESET' });
}

async function* limited(source: Body, bytes: number, then: () => Promise<void>): Chunks {
  let left = bytes;
  if (left > 0)
    for await (const chunk of source) {
      yield chunk.subarray(0, left);
      left -= chunk.length;
      if (left <= 0) break;
    }
  if (left <= 0) await then();
}

/** Lasts until the call is given up. */
export function silence(signal: AbortSignal | undefined): Promise<never> {
  return untilAborted(new Promise<never>(() => undefined), signal);
}

// The server hands out one frame a chunk.
async function* firstFrames(source: Body, count: number): Chunks {
  let seen = 0;
  if (count === 0) return;
  for await (const frame of source) {
    yield frame;
    seen += 1;
    if (seen === count) return;
  }
}

async function* withLine(source: Body, after: number, line: string): Chunks {
  const garbage = new TextEncoder().encode(`${line}\n`);
  let seen = 0;
  if (after === 0) yield garbage;
  for await (const frame of source) {
    yield frame;
    seen += 1;
    if (seen === after) yield garbage;
  }
}

async function* perChunk(source: Body, change: (chunk: Uint8Array) => readonly Uint8Array[]): Chunks {
  for await (const chunk of source) yield* change(chunk);
}

const bookmarkStart = new TextEncoder().encode('{"type":"BOOKMARK"');

/**
 * Whether a frame of a watch is a bookmark.
 *
 * @example
 * isBookmark(new TextEncoder().encode('{"type":"BOOKMARK","object":{}}')); // true
 */
export function isBookmark(frame: Uint8Array): boolean {
  return bookmarkStart.every((byte, at) => frame[at] === byte);
}

/**
 * Whether a frame of a watch is the bookmark that ends its initial events.
 *
 * @example
 * isEndMark(new TextEncoder().encode('{"type":"BOOKMARK","object":{}}')); // false
 */
export function isEndMark(frame: Uint8Array): boolean {
  return isBookmark(frame) && new TextDecoder().decode(frame).includes('"k8s.io/initial-events-end"');
}

async function* dripping(
  source: Body,
  { everyMs, bytes = 1 }: Fault & { readonly type: 'drip' },
  { clock, signal }: Surroundings,
): Chunks {
  for await (const chunk of source)
    for (let at = 0; at < chunk.length; at += bytes) {
      yield chunk.subarray(at, at + bytes);
      await sleep(clock, everyMs, signal);
    }
}
