// The lines of one container's log: one request, pulled.

import { type CallOptions, InvalidRequestError, type LogParams, type ResponseBody } from '@kube-rx/core';
import { RequestStream } from '../api/request-stream.ts';
import type { RequestOptions } from '../client.ts';
import { LogSplitter } from './log-splitter.ts';

/** Parameters and options of a read of a log, line by line. */
export interface LogReadOptions extends LogParams, Omit<RequestOptions, 'maxAnswerBytes'> {
  /** A line of more bytes comes in pieces of about so many. At least 16. Default 1 MiB. */
  readonly maxLineBytes?: number;
}

/** Of a log as one text. */
export type LogTextOptions = Omit<LogParams, 'follow'> & RequestOptions;

const defaultMaxLineBytes = 1024 * 1024;

/**
 * Ends when the log does: at once, or with `follow` when the container ends. Leaving the loop, or `return()` at any
 * moment, ends the request.
 *
 * Errors, each of which ends the stream: those of the call; `TransportError` where the connection broke off, so that an
 * end is always the log's own; `AbortError` once the signal fired.
 *
 * @example
 * for await (const line of pods.logs('web-0', { follow: true, signal })) console.log(line);
 */
export class LogStream extends RequestStream<string> {
  /** Use `api.logs`. `open` is called when the first line is asked for. */
  constructor(open: (call: CallOptions) => Promise<ResponseBody>, options: LogReadOptions = {}) {
    const { signal, maxLineBytes = defaultMaxLineBytes } = options;
    if (!(Number.isSafeInteger(maxLineBytes) && maxLineBytes >= 16))
      throw new InvalidRequestError(
        `maxLineBytes must be a whole number of at least 16, not ${maxLineBytes}`,
      );
    super(async function* (leave) {
      const splitter = new LogSplitter(maxLineBytes);
      const body = await open({ signal: signal ? AbortSignal.any([signal, leave]) : leave });
      for await (const chunk of body) yield* splitter.push(chunk);
      const last = splitter.end();
      if (last !== undefined) yield last;
      return undefined;
    });
  }
}
