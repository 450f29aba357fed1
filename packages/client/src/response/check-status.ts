// Passes successes on, and turns other answers into errors that say what came and what to do.

import {
  ApiError,
  type Codec,
  type HttpRequest,
  type HttpResponse,
  isStatus,
  type Status,
} from '@kube-rx/core';
import { notKubernetes, TransportError } from '../errors.ts';
import { adviceFor } from './advice.ts';
import { describeRequest } from './attempt.ts';
import { readStart } from './read-start.ts';
import { parseRetryAfter } from './retry-after.ts';

/** Of an error's body, this much is read; a Status has never been seen to be larger than a few KiB. */
const maxErrorBytes = 64 * 1024;

// The cause by which a synthesised `Status` can be told, as in client-go.
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
 * Passes a success on, and throws what else came, its body read and its connection freed.
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
 * @throws TransportError (`NOT_KUBERNETES`) for another content type, its body given up.
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

/** Whether a 404 is about the path, which the server does not serve, and not about an object. */
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
  const retryAfterMs = parseRetryAfter(response.headers['retry-after'], now);
  return new ApiError(`${describeRequest(request)}: the server answered ${named}${said}${advice}`, {
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

// A gateway's timeout handler sends a Status as text/plain and without its kind, so the content type says little.
function decodeStatus({ response, body }: Refusal, codec: Codec): Status | undefined {
  try {
    const value = codec.decode(body, 'a Status');
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

/** The first words of a body that is no Status: a page's title, or the first line. */
function excerptOf({ response, body }: Refusal, codec: Codec): string {
  const contentType = response.headers['content-type'] ?? '';
  const text = textOf(body);
  if (/^(text\/html|application\/xhtml)/i.test(contentType)) {
    const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1]?.trim();
    return title ? `an HTML page titled ${JSON.stringify(shorten(title))}` : 'an HTML page';
  }
  const line = text.trim().split('\n', 1)[0] ?? '';
  // What is no Status may be an object, and an object may be a Secret.
  if (line !== '' && (codec.decodes(contentType) || /^[{["]/.test(line)))
    return `a body that is no Status (${text.length} characters)`;
  return line === '' ? 'an empty body' : shorten(line);
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
