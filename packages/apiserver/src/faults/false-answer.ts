// Answers that are whole, and wrong: lists with holes, and lists that never end.

import { type HttpRequest, type HttpResponse, readBody } from '@kube-rx/core';
import { Query } from '../handlers/query.ts';
import {
  arrayAt,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  objectAt,
  parseJsonText,
} from '../json/json.ts';
import { isEndMark } from './broken-body.ts';
import { type Fault, targetOf } from './fault.ts';

type Chunks = AsyncGenerator<Uint8Array, void, undefined>;

const utf8 = new TextEncoder();
const text = new TextDecoder();
const tokenStart = 'again-';

/** What `fault` makes of the answer to a request; the answer itself where it is no lie. */
export function falseAnswer(answer: HttpResponse, fault: Fault, request: HttpRequest): HttpResponse {
  if ((fault.type !== 'omit' && fault.type !== 'repeatPages') || answer.status !== 200) return answer;
  const query = new Query(request.query);
  const { verb } = targetOf(request);
  if (verb === 'list') {
    const change = changeOf(fault, query);
    return change
      ? { ...answer, headers: withoutLength(answer), body: changedList(answer.body, change) }
      : answer;
  }
  const streams = verb === 'watch' && query.flag('sendInitialEvents') === true;
  return streams && fault.type === 'omit' ? { ...answer, body: withHoles(answer.body, fault.share) } : answer;
}

/** The request for the first page in place of one behind it. */
export function backToFirstPage(request: HttpRequest): HttpRequest {
  const isAgain = ([name, value]: readonly [string, string]): boolean =>
    name === 'continue' && value.startsWith(tokenStart);
  return request.query.some(isAgain)
    ? { ...request, query: request.query.filter((parameter) => !isAgain(parameter)) }
    : request;
}

type Change = (list: JsonObject) => JsonObject;

function changeOf(
  fault: Fault & { readonly type: 'omit' | 'repeatPages' },
  query: Query,
): Change | undefined {
  if (fault.type === 'omit') {
    const { share } = fault;
    return (list) => ({ ...list, items: arrayAt(list, 'items').filter((_, index) => !isHole(index, share)) });
  }
  // Who asks for all in one page gets all.
  if (query.text('limit') === '') return undefined;
  const token = query.text('continue');
  const page = token.startsWith(tokenStart) ? Number(token.slice(tokenStart.length)) + 1 : 1;
  const isEmpty = fault.empty === true && page > 1;
  return (list) => ({
    ...list,
    metadata: { ...objectAt(list, 'metadata'), continue: `${tokenStart}${page}` },
    ...(isEmpty && { items: [] }),
  });
}

/** Spreads the holes evenly, so that they are a share of any list. */
function isHole(index: number, share: number): boolean {
  return Math.floor((index + 1) * share) > Math.floor(index * share);
}

async function* changedList(body: HttpResponse['body'], change: Change): Chunks {
  const whole = await readBody(body);
  const list = parsed(whole);
  yield isJsonObject(list) ? utf8.encode(jsonText(change(list))) : whole;
}

/** Undefined for what is no JSON, as a list in protobuf. */
function parsed(body: Uint8Array): Json | undefined {
  try {
    return parseJsonText(text.decode(body));
  } catch {
    return undefined;
  }
}

// The server hands out one frame a chunk.
async function* withHoles(frames: HttpResponse['body'], share: number): Chunks {
  let [index, hasEnded] = [0, false];
  for await (const frame of frames) {
    hasEnded ||= isEndMark(frame);
    const isMissing = !hasEnded && isHole(index, share);
    index += 1;
    if (!isMissing) yield frame;
  }
}

function withoutLength({ headers }: HttpResponse): HttpResponse['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'content-length'));
}
