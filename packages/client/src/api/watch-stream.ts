// The events of one watch request, pulled: the server is read as fast as the reader asks, no faster.

import type { CallOptions, Codec, DecodeOptions, KubeObject, WatchEvent } from '@kube-rx/core';
import { RequestStream } from './request-stream.ts';

export interface WatchStreamOptions
  extends Pick<DecodeOptions, 'type' | 'metadataOnly' | 'keepManagedFields'> {
  /** Opens the watch, when first asked for an event. */
  readonly open: (options: CallOptions) => Promise<AsyncIterable<Uint8Array>>;
  readonly codec: Codec;
  readonly signal: AbortSignal | undefined;
}

/**
 * Ends when the server ends the stream, which it does now and then; an ERROR is an event like the others.
 * Leaving the loop, or `return()` at any moment, ends the request.
 *
 * Errors, each of which ends the stream: those of the call; `DecodeError` for a frame that is cut, is no
 * event, or holds another kind; `AbortError` once the signal fired.
 *
 * @example
 * for await (const { type } of pods.watch({ signal })) console.log(type);   // ADDED, MODIFIED, …
 */
export class WatchStream<K extends KubeObject> extends RequestStream<WatchEvent<K>> {
  constructor(options: WatchStreamOptions) {
    super((leave) => readEvents<K>(options, leave));
  }
}

async function* readEvents<K extends KubeObject>(
  { open, codec, type, metadataOnly, keepManagedFields = true, signal }: WatchStreamOptions,
  leave: AbortSignal,
): AsyncGenerator<WatchEvent<K>, undefined> {
  const splitter = codec.createFrameSplitter();
  const decoder = codec.createEventDecoder<K>({ type, metadataOnly, keepManagedFields });
  const body = await open({ signal: signal ? AbortSignal.any([signal, leave]) : leave });
  for await (const chunk of body) for (const frame of splitter.push(chunk)) yield decoder.decode(frame);
  splitter.end();
}
