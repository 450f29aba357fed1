// Asks an OpenID Connect provider for another id-token.
// https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokens

import { type Clock, type HttpRequest, type HttpService, isAbortError } from '@kube-rx/core';
import type { Config } from '../config/config.ts';
import { AuthenticationError, ConfigError, DeadlineError, TransportError } from '../errors.ts';
import { readAnswer } from '../response/read-answer.ts';
import { withDeadline } from '../service/call-deadline.ts';
import { userAgentLayer } from '../service/layers/user-agent.ts';
import { GotTransport } from '../transport/got-transport.ts';
import { certificateFailure } from '../transport/transport-error.ts';
import { type OidcAnswer, type OidcTokens, readTokenEndpoint, readTokens } from './oidc-answer.ts';

export interface OidcProvider {
  /** An https:// URL. */
  readonly issuer: URL;
  readonly clientId: string;
  /** In a function, so that no log shows it. Undefined: the client has none. */
  readonly clientSecret: () => string | undefined;
  /** Absent: the issuer is trusted as other servers of the internet are. */
  readonly tls?: Config['tls'];
}

/** A service for one server, and what frees it. */
export interface OidcConnection {
  readonly service: HttpService;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Makes a connection to an origin. Default: of this package's own transport. */
  readonly connect?: (origin: string, provider: OidcProvider, clock: Clock) => OidcConnection;
}

/** How the client says who it is; which one a provider takes is found out. */
type ClientAuthentication = 'header' | 'body';

// A provider that is slower does not answer at all. An answer is a few KiB.
const timeoutMs = 10_000;
const maxAnswerBytes = 1024 * 1024;

/** Remembers how the provider wants to be asked, not the tokens. */
export class OidcClient {
  readonly #provider: OidcProvider;
  #authentication: ClientAuthentication | undefined;

  constructor(provider: OidcProvider) {
    this.#provider = provider;
  }

  /**
   * Sends the refresh token to the token endpoint that the issuer names, and to nobody else: redirects are not followed.
   *
   * @throws AuthenticationError for a refusal, or where no answer came. It holds no token.
   */
  async refresh(refreshToken: string, options: AskOptions): Promise<OidcTokens> {
    const { issuer } = this.#provider;
    const path = `${issuer.pathname.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const discovery: HttpRequest = {
      method: 'GET',
      path,
      query: [],
      headers: { accept: 'application/json' },
    };
    const endpoint = readTokenEndpoint(await this.#ask(issuer.origin, discovery, options));
    const send = async (authentication: ClientAuthentication): Promise<OidcTokens> =>
      readTokens(
        await this.#ask(endpoint.origin, this.#request(endpoint, refreshToken, authentication), options),
      );
    if (this.#authentication) return send(this.#authentication);
    // Providers take one or the other, and say nothing useful where it is the wrong one. As in
    // https://github.com/golang/oauth2/blob/v0.34.0/internal/token.go
    try {
      const tokens = await send('header');
      this.#authentication = 'header';
      return tokens;
    } catch (error) {
      if (!(error instanceof AuthenticationError) || error.cause !== undefined) throw error;
    }
    const tokens = await send('body');
    this.#authentication = 'body';
    return tokens;
  }

  #request(endpoint: URL, refreshToken: string, authentication: ClientAuthentication): HttpRequest {
    const { clientId, clientSecret } = this.#provider;
    const secret = clientSecret();
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken });
    if (authentication === 'body') {
      form.set('client_id', clientId);
      if (secret !== undefined) form.set('client_secret', secret);
    }
    const pair = `${formEncoded(clientId)}:${formEncoded(secret ?? '')}`;
    return {
      method: 'POST',
      path: endpoint.pathname,
      query: [...endpoint.searchParams],
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        ...(authentication === 'header' && {
          authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
        }),
      },
      body: form.toString(),
    };
  }

  async #ask(origin: string, request: HttpRequest, options: AskOptions): Promise<OidcAnswer> {
    const { clock, signal, connect = connectTo } = options;
    const connection = connect(origin, this.#provider, clock);
    try {
      return await withDeadline({ clock, timeoutMs, signal, request }, async (callSignal, onProgress) => {
        const response = await connection.service(request, { signal: callSignal });
        const bytes = await readAnswer(response, { request, maxAnswerBytes, onProgress });
        const text = new TextDecoder().decode(bytes);
        return { status: response.status, contentType: response.headers['content-type'], text };
      });
    } catch (error) {
      if (isAbortError(error) || error instanceof ConfigError) throw error;
      throw new AuthenticationError(describeFailure(origin, error), { cause: error });
    } finally {
      await connection.close();
    }
  }
}

function connectTo(server: string, { tls }: OidcProvider, clock: Clock): OidcConnection {
  const transport = new GotTransport({ server, tls, clock });
  return { service: userAgentLayer()(transport.service), close: () => transport.close() };
}

function describeFailure(origin: string, error: unknown): string {
  if (error instanceof DeadlineError) return `${origin} did not answer within ${error.timeoutMs} ms`;
  if (!(error instanceof TransportError)) return `${origin} answered too much, or nothing that can be read`;
  if (certificateFailure(error.code) === 'theirs')
    return `the certificate of ${origin} is not trusted (${error.code}): set idp-certificate-authority-data`;
  return `${origin} cannot be reached (${error.code})`;
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 */
function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
