// What became of a request over HTTP/2 that has no whole answer, in the codes that HTTP/1.1 has for it.

import { errorCode } from '../../errors.ts';
import { anotherVersion } from '../other-version.ts';

// RFC 9113, section 7
const refusedStream = 7;
const http11Required = 13;

/** Why an answer with these names and values is not read: servers need not heed the limit that they are told. */
export function headTooLarge(raw: readonly string[]): Error | undefined {
  const size = raw.reduce((sum, text) => sum + text.length, 0);
  if (size <= process.getBuiltinModule('node:http').maxHeaderSize) return undefined;
  return Object.assign(new Error('header overflow'), { code: 'HPE_HEADER_OVERFLOW' });
}

/** Whether the server says that it has not looked at the request, so that it may be sent again. */
export function isRefused(resetCode: number | undefined): boolean {
  return resetCode === refusedStream;
}

/** The error of a stream that was closed early; `cause` is what Node told of it, if anything. */
export function streamError(cause: unknown, resetCode: number | undefined): unknown {
  if (resetCode === http11Required) return anotherVersion('the server asks for HTTP/1.1');
  const isCutShort = cause === undefined || /^ERR_HTTP2_(STREAM|SESSION)_ERROR$/.test(errorCode(cause));
  if (!isCutShort) return cause;
  const message = cause instanceof Error ? cause.message : 'closed before the end of the answer';
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}
