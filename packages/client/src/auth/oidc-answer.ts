// What an OpenID Connect provider answers. All of it is foreign, and the tokens in it may stand in no message.
// https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
// https://www.rfc-editor.org/rfc/rfc6749#section-5

import { printable } from '@kube-rx/core';
import { AuthenticationError } from '../errors.ts';
import { fieldsOf } from './answer-fields.ts';

/** What came, as a whole. */
export interface OidcAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly text: string;
}

/** In functions, so that no log shows them. */
export interface OidcTokens {
  /** Undefined: the provider gave none. */
  readonly idToken: () => string | undefined;
  /** Undefined: the one that was sent is good for another time. */
  readonly refreshToken: () => string | undefined;
}

/**
 * The address to refresh tokens at.
 *
 * @throws AuthenticationError for a document that does not name one that can be used.
 */
export function readTokenEndpoint({ status, text }: OidcAnswer): URL {
  const what = 'its /.well-known/openid-configuration';
  if (status !== 200) throw new AuthenticationError(`${what} answered ${status}`);
  const endpoint = fieldsOf(parseJson(text))?.['token_endpoint'];
  if (typeof endpoint !== 'string') throw new AuthenticationError(`${what} names no token_endpoint`);
  const url = endpoint.length <= 2048 ? URL.parse(endpoint) : null;
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '')
    throw new AuthenticationError(
      `${what} names a token_endpoint that is no https:// URL ("${printable(endpoint.replace(/^.*@/s, '…@'), 100)}")`,
    );
  return url;
}

/** @throws AuthenticationError for a refusal, or an answer of another shape: it says why, in words of ours. */
export function readTokens({ status, contentType = '', text }: OidcAnswer): OidcTokens {
  const fields = fieldsOf(parseJson(text)) ?? (isForm(contentType) ? readForm(text) : undefined);
  const code = fields?.['error'];
  // Some answer 200 all the same.
  if (status < 200 || status > 299 || (code !== undefined && code !== null && code !== ''))
    throw refusal(status, code);
  if (!fields) throw new AuthenticationError('its answer is no JSON');
  return { idToken: textOf(fields['id_token']), refreshToken: textOf(fields['refresh_token']) };
}

function textOf(value: unknown): () => string | undefined {
  const text = typeof value === 'string' && value !== '' ? value : undefined;
  return () => text;
}

// Of the provider's own words only those that a standard has, as any others may quote what was sent.
const advice: Readonly<Record<string, string>> = {
  invalid_grant: 'the refresh-token has expired, was revoked, or was used by another program',
  invalid_client: 'check client-id and client-secret',
  unauthorized_client: 'the client may not refresh tokens',
  unsupported_grant_type: 'it does not refresh tokens',
  invalid_request: 'check client-id and client-secret',
  invalid_scope: '',
  access_denied: '',
  server_error: '',
  temporarily_unavailable: '',
  login_required: '',
  interaction_required: '',
  consent_required: '',
};

function refusal(status: number, code: unknown): AuthenticationError {
  const known = typeof code === 'string' && Object.hasOwn(advice, code) ? code : undefined;
  const words = known === undefined ? undefined : advice[known];
  return new AuthenticationError(
    `it answered ${status}${known === undefined ? '' : ` ${known}`}${words ? `: ${words}` : ''}`,
  );
}

function isForm(contentType: string): boolean {
  return /^(?:application\/x-www-form-urlencoded|text\/plain)\b/i.test(contentType.trim());
}

function readForm(text: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(new URLSearchParams(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
