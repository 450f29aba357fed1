// Passes successes on, and turns other answers into errors that say what came and what to do.

import {
  ApiError,
  type Clock,
  type Codec,
  type HttpRequest,
  type HttpResponse,
  isStatus,
  isUnauthorized,
  printable,
  type Status,
  serverMessage,
  serverWords,
  statusName,
  wellTyped,
} from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { notKubernetes, TransportError } from '../errors.ts';
import { adviceFor } from './advice.ts';
import { readStart } from './read-start.ts';
import { describeRequest, segmentsOf } from './request-description.ts';
import { parseRetryAfter } from './retry-after.ts';

// Marks a `Status` that was made here, as in client-go.
const unexpectedServerResponse = 'UnexpectedServerResponse';

export interface CheckOptions {
  /** Decodes the body. */
  readonly codec: Codec;
  /** Whether a success must be what the codec decodes. Default: anything but a page of HTML will do. */
  readonly mustDecode?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What to do about a 401; undefined: the usual advice. */
  readonly adviseUnauthorized?: (() => string | undefined) | undefined;
  /** For a Retry-After that is a date, and how long the body of an error is waited for. */
  readonly clock: Clock;
}

/**
 * Passes a success on, and throws for any other answer. The body is read then, for at most 2 s, and the connection is free.
 *
 * @throws ApiError for a status of 400 and above, whatever the form of its body.
 * @throws TransportError (`NOT_KUBERNETES`) for a redirect, an HTML 404 or a success of an unwanted content type.
 */
export async function checkStatus(
  request: HttpRequest,
  response: HttpResponse,
  { codec, mustDecode, signal, clock, adviseUnauthorized }: CheckOptions,
): Promise<HttpResponse> {
  const { status } = response;
  if (status === 101 && request.webSocket && response.webSocket) return response;
  const contentType = response.headers['content-type'] ?? '';
  const isHtml = htmlType.test(contentType);
  const isWanted = mustDecode ? codec.decodes(contentType) : !isHtml;
  if (status >= 200 && status < 300 && isWanted) return response;
  const body = await readStart(response.body, { signal, clock });
  const text = new TextDecoder().decode(body);
  const refusal = { request, response, contentType, body, text, codec };
  if (status < 400 || (status === 404 && isHtml)) throw foreignAnswer(refusal);
  throw apiError(refusal, { clock, adviseUnauthorized });
}

const htmlType = /^(text\/html|application\/xhtml)/i;

/** An answer that is no success, with the beginning of its body. */
interface Refusal {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  /** Empty where the answer has none. */
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly text: string;
  readonly codec: Codec;
}

function apiError(
  refusal: Refusal,
  { clock, adviseUnauthorized }: Pick<CheckOptions, 'clock' | 'adviseUnauthorized'>,
): ApiError {
  const { request, response, text } = refusal;
  const status = decodeStatus(refusal) ?? synthesise(refusal);
  const message = serverMessage(status, segmentsOf(request));
  const said = message ? `: ${message}` : '';
  const advice = (isUnauthorized(status) && adviseUnauthorized?.()) || adviceFor(status, text);
  const hint = advice === undefined ? '' : `; ${advice}`;
  const retryAfterMs = parseRetryAfter(response.headers['retry-after'], clock.now());
  return new ApiError(
    `${describeRequest(request)}: the server answered ${statusName(status)}${said}${hint}`,
    {
      status,
      serverMessage: message,
      retryAfterMs,
    },
  );
}

// Timeout handlers send a Status as text/plain and without its kind, and proxies send JSON whatever was asked for.
function decodeStatus({ response, contentType, body, codec }: Refusal): Status | undefined {
  try {
    const value = (codec.decodes(contentType) ? codec : jsonCodec).decode(body, 'a Status');
    if (!isStatus(value)) return undefined;
    const { code = 0, ...status } = wellTyped(value);
    return { ...status, code: code >= 400 && code < 600 ? code : response.status };
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

function synthesise(refusal: Refusal): Status {
  const code = refusal.response.status;
  const reason = reasons[code];
  const message = excerptOf(refusal);
  const details = { causes: [{ reason: unexpectedServerResponse, message }] };
  return {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    code,
    ...(reason && { reason }),
    message,
    details,
  };
}

function foreignAnswer(refusal: Refusal): TransportError {
  const { status, headers } = refusal.response;
  const location = headers['location'];
  const what =
    status >= 300 && status < 400 && location
      ? `a redirect to ${placeOf(location)}`
      : `${typeOf(refusal.contentType)} (${serverMessage({ message: excerptOf(refusal) }, segmentsOf(refusal.request))})`;
  return new TransportError(
    `${describeRequest(refusal.request)}: the server answered ${status} with ${what}; ` +
      'it answered, but is not a Kubernetes API server: check the server URL, and what stands in front of it',
    { code: notKubernetes },
  );
}

/** Of a body that is no Status: the title of an HTML page, or the first line, in words that servers use. */
function excerptOf({ request, response, contentType, text, codec }: Refusal): string {
  const names = [...segmentsOf(request), `${response.status}`];
  if (htmlType.test(contentType)) {
    const title = serverWords((/<title[^<>]*>([^<]*)/i.exec(text)?.[1] ?? '').trim(), names);
    return title ? `an HTML page titled "${title}"` : 'an HTML page';
  }
  const line = text.trim().split('\n', 1)[0] ?? '';
  if (line === '') return 'an empty body';
  // The body may be a Secret, so it is not quoted. The list of a health check begins with [+] or [-].
  if (codec.decodes(contentType) || /^(?:[{"]|\[(?![+-]\]))/.test(line))
    return `a body that is no Status (${text.length} characters)`;
  return serverWords(line, names);
}

/** A content type, without parameters that may be anything. */
function typeOf(contentType: string): string {
  const [essence = '', ...parameters] = contentType.split(';', 8);
  const isUtf8 = parameters.some((parameter) => /^ ?charset="?utf-8"?$/i.test(parameter));
  return essence === '' ? 'no content type' : `${serverWords(essence)}${isUtf8 ? '; charset=utf-8' : ''}`;
}

/** Where a redirect leads: its host whole, of its path what is no value, and nothing of its query. */
function placeOf(location: string): string {
  const url = URL.parse(location, 'http://relative.invalid');
  if (!url) return 'an address that is none';
  const path = url.pathname.split('/', 8).map((segment) => serverWords(segment));
  return printable(`${url.hostname === 'relative.invalid' ? '' : url.origin}${path.join('/')}`, 300);
}
