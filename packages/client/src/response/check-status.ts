// Passes successes on, and turns other answers into errors that say what came and what to do.

import {
  ApiError,
  type Codec,
  type HttpRequest,
  type HttpResponse,
  isStatus,
  type Status,
} from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/encoding';
import { notKubernetes, TransportError } from '../errors.ts';
import { adviceFor } from './advice.ts';
import { readStart } from './read-start.ts';
import { describeRequest } from './request-description.ts';
import { parseRetryAfter } from './retry-after.ts';

// How much of an error's body is read. A Status has a few KiB at most.
const maxErrorBytes = 64 * 1024;

// Marks a `Status` that was made here, as in client-go.
const unexpectedServerResponse = 'UnexpectedServerResponse';

interface BodyOptions {
  /** Decodes the body. */
  readonly codec: Codec;
  readonly signal?: AbortSignal | undefined;
}

export interface CheckOptions extends BodyOptions {
  /** The time, for a Retry-After that is a date. */
  readonly now: number;
}

/**
 * Passes a success on, and throws for any other answer. The body is read then, and the connection is free.
 *
 * @throws ApiError for a status of 400 and above, whatever the form of its body.
 * @throws TransportError (`NOT_KUBERNETES`) for a redirect, a page of HTML or an HTML 404.
 */
export async function checkStatus(
  request: HttpRequest,
  response: HttpResponse,
  options: CheckOptions,
): Promise<HttpResponse> {
  const { status, headers } = response;
  const isHtml = /^(text\/html|application\/xhtml)/i.test(headers['content-type'] ?? '');
  if (status >= 200 && status < 300 && !isHtml) return response;
  const answer = { response, body: await readStart(response.body, maxErrorBytes, options.signal) };
  if (status < 400 || (status === 404 && isHtml)) throw foreignAnswer(request, answer, options.codec);
  throw apiError(request, answer, options);
}

/**
 * Passes a success on whose body the codec decodes.
 *
 * @throws TransportError (`NOT_KUBERNETES`) for another content type.
 */
export async function requireEncoded(
  request: HttpRequest,
  response: HttpResponse,
  { codec, signal }: BodyOptions,
): Promise<HttpResponse> {
  if (codec.decodes(response.headers['content-type'] ?? '')) return response;
  const body = await readStart(response.body, maxErrorBytes, signal);
  throw foreignAnswer(request, { response, body }, codec);
}

/** Whether an error is a 404 for a path that the server does not serve, and not for a missing object. */
export function isUnknownPath(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const causes = error.status.details?.causes ?? [];
  return error.status.code === 404 && causes.some(({ reason }) => reason === unexpectedServerResponse);
}

/** An answer that is no success, with the beginning of its body. */
interface Refusal {
  readonly response: HttpResponse;
  readonly body: Uint8Array;
}

function apiError(request: HttpRequest, refusal: Refusal, { codec, now }: CheckOptions): ApiError {
  const { response, body } = refusal;
  const status = decodeStatus(refusal, codec) ?? synthesise(refusal, codec);
  const { code, reason, message } = status;
  const named = reason ? `${code} ${reason}` : `${code}`;
  const said = message ? `: ${message}` : '';
  const advice = adviceFor(status, textOf(body));
  const hint = advice === undefined ? '' : `; ${advice}`;
  const retryAfterMs = parseRetryAfter(response.headers['retry-after'], now);
  return new ApiError(`${describeRequest(request)}: the server answered ${named}${said}${hint}`, {
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

// Timeout handlers send a Status as text/plain and without its kind, and proxies send JSON whatever was asked for.
function decodeStatus({ response, body }: Refusal, codec: Codec): Status | undefined {
  const isExpected = codec.decodes(response.headers['content-type'] ?? '');
  try {
    const value = (isExpected ? codec : jsonCodec).decode(body, 'a Status');
    return isStatus(value) ? { ...value, code: value.code || response.status } : undefined;
  } catch {
    return undefined;
  }
}

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

function synthesise(refusal: Refusal, codec: Codec): Status {
  const { response } = refusal;
  const reason = reasons[response.status];
  const message = excerptOf(refusal, codec);
  return {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    code: response.status,
    ...(reason && { reason }),
    message,
    details: { causes: [{ reason: unexpectedServerResponse, message }] },
  };
}

function foreignAnswer(request: HttpRequest, refusal: Refusal, codec: Codec): TransportError {
  const { status, headers } = refusal.response;
  const location = headers['location'];
  const what =
    status >= 300 && status < 400 && location
      ? `a redirect to ${withoutQuery(location)}`
      : `${headers['content-type'] ?? 'no content type'} (${excerptOf(refusal, codec)})`;
  return new TransportError(
    `${describeRequest(request)}: the server answered ${status} with ${what}; ` +
      'it answered, but is not a Kubernetes API server: check the server URL, and what stands in front of it',
    { code: notKubernetes },
  );
}

/** Of a body that is no Status: the title of an HTML page, or the first line. */
function excerptOf({ response, body }: Refusal, codec: Codec): string {
  const contentType = response.headers['content-type'] ?? '';
  const text = textOf(body);
  if (/^(text\/html|application\/xhtml)/i.test(contentType)) {
    const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1]?.trim();
    return title ? `an HTML page titled ${JSON.stringify(shorten(title))}` : 'an HTML page';
  }
  const line = text.trim().split('\n', 1)[0] ?? '';
  // The body may be a Secret, so it is not quoted.
  if (line !== '' && (codec.decodes(contentType) || /^[{["]/.test(line)))
    return `a body that is no Status (${text.length} characters)`;
  // Some proxies answer with the request that they got.
  return line === '' ? 'an empty body' : shorten(line.replace(/\b(bearer|basic) +\S+/gi, '$1 …'));
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function withoutQuery(location: string): string {
  const url = URL.parse(location, 'http://relative.invalid');
  if (!url) return 'an address that is none';
  return url.hostname === 'relative.invalid' ? url.pathname : `${url.origin}${url.pathname}`;
}
