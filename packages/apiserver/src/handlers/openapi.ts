// The documents of OpenAPI as they are asked for: by their hash they can be kept for ever.
// https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/handler3/handler.go

import { parseAccept } from '../negotiation/accept-header.ts';
import type { OpenApiDocuments } from '../openapi/document.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { type Answer, bytesAnswer, jsonAnswer, textAnswer, withHeaders } from './answer.ts';
import { taggedAnswer } from './cached-answer.ts';

interface Asked {
  readonly path: string;
  /** The header; `''`: none. */
  readonly accept: string;
  /** The tag of the copy that a client has. */
  readonly held: string | undefined;
  /** As the index of the documents names it; `''`: none. */
  readonly hash: string;
}

/** Undefined: there is no such document. */
export function openApiAnswer(
  documents: OpenApiDocuments,
  resources: readonly ServedResource[],
  { path, accept, held, hash }: Asked,
): Answer | undefined {
  // The real server leaves its type to a guess.
  if (path === '/openapi/v3')
    return withHeaders(jsonAnswer(200, documents.index(resources)), { 'content-type': plainText });
  if (path === '/openapi/v2') {
    if (!accepts(accept)) return { ...textAnswer(406, ''), headers: {} };
    const { text, hash: tag } = documents.swagger(resources);
    return taggedAnswer(bytesAnswer(200, Buffer.from(text)), tag, held);
  }
  if (!path.startsWith('/openapi/v3/')) return undefined;
  const root = path.slice('/openapi/v3/'.length);
  const document = documents.document(resources, root);
  if (!document) return { ...textAnswer(404, ''), headers: {} };
  if (!accepts(accept)) return { ...textAnswer(406, ''), headers: { vary: 'Accept' } };
  if (hash !== '' && hash !== document.hash) return moved(document.url);
  const forever = hash !== '' && { 'cache-control': 'public, immutable' };
  const answer = withHeaders(bytesAnswer(200, Buffer.from(document.text)), { ...forever });
  return taggedAnswer(answer, document.hash, held);
}

// Protobuf is what some clients in Go ask for; it is not here, and JSON would not be what they read.
function accepts(accept: string): boolean {
  return parseAccept(accept || '*/*').some(
    ({ type, subtype }) => type === '*' || (type === 'application' && ['json', '*'].includes(subtype)),
  );
}

const plainText = 'text/plain; charset=utf-8';

function moved(url: string): Answer {
  const page = `<a href="${url}">Moved Permanently</a>.\n\n`;
  return withHeaders(textAnswer(301, page), { location: url, 'content-type': 'text/html; charset=utf-8' });
}
