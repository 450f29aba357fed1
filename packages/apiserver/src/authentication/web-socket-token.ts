// A token among the subprotocols of a WebSocket: a browser's page cannot send another header with one.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/authentication/request/websocket/protocol.go

import type { HttpRequest } from '@kube-rx/core';

export type OfferedToken =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'refused' };

const prefix = 'base64url.bearer.authorization.k8s.io.';

export function offeredToken({ headers, webSocket = [] }: HttpRequest): OfferedToken {
  if (headers['upgrade']?.toLowerCase() === 'spdy/3.1') return { kind: 'none' };
  const [first, ...more] = webSocket.filter(isToken);
  if (first === undefined) return { kind: 'none' };
  const encoded = first.slice(prefix.length);
  if (more.length > 0 || !/^[\w-]*$/.test(encoded) || encoded.length % 4 === 1) return { kind: 'refused' };
  const token = decoded(Buffer.from(encoded, 'base64url'));
  if (token === '') return { kind: 'none' };
  // One that can be told to the client must be left.
  if (token === undefined || webSocket.length === 1) return { kind: 'refused' };
  return { kind: 'token', token };
}

/** The subprotocols that may be told to the client: none of them is a secret. */
export function plainSubprotocols(webSocket: readonly string[]): string[] {
  return webSocket.filter((one) => !isToken(one));
}

function isToken(subprotocol: string): boolean {
  return subprotocol.startsWith(prefix);
}

/** Undefined for what is no UTF-8. */
function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
