// An OpenID Connect provider on loopback, over TLS, that refreshes tokens as it is told.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@kube-rx/core';
import { type Loopback, pem, serveHttps } from './loopback.ts';

export interface TokenRequest {
  readonly authorization: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

export interface IdentityProvider extends Loopback {
  readonly issuer: string;
  /** What was asked for, in order: method and path. */
  readonly asked: string[];
  readonly tokenRequests: TokenRequest[];
}

export type TokenAnswer = { readonly status?: number; readonly body: unknown } | 'silence';

export interface IdentityProviderOptions {
  /** Answers a request for tokens. */
  readonly onToken: (request: TokenRequest) => TokenAnswer;
  /** Instead of the document that names the token endpoint. */
  readonly onDiscovery?: (response: ServerResponse, issuer: string) => void;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An id-token of `name` that is good for `ms`. */
export function idToken(clock: Clock, ms: number, name = 'ann'): string {
  return `${part({ alg: 'none' })}.${part({ sub: name, exp: Math.floor((clock.now() + ms) / 1000) })}.signature`;
}

export async function identityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const asked: string[] = [];
  const tokenRequests: TokenRequest[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked.push(`${request.method} ${request.url}`);
    const issuer = `https://${request.headers.host}/realm`;
    response.setHeader('content-type', 'application/json');
    if (request.url === '/realm/.well-known/openid-configuration') {
      if (options.onDiscovery) options.onDiscovery(response, issuer);
      else response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}/token?tenant=a` }));
      return;
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { authorization } = request.headers;
    const tokenRequest = { authorization, form: Object.fromEntries(new URLSearchParams(body)) };
    tokenRequests.push(tokenRequest);
    const given = options.onToken(tokenRequest);
    if (given === 'silence') return;
    response.writeHead(given.status ?? 200);
    response.end(typeof given.body === 'string' ? given.body : JSON.stringify(given.body));
  };
  const server = await serveHttps(
    { cert: pem('server.crt'), key: pem('server.key') },
    (request, response) => void answer(request, response),
  );
  return { ...server, issuer: `https://localhost:${server.port}/realm`, asked, tokenRequests };
}
