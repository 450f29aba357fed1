// The token that leads to the next page.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/storage/continue.go

import { isJsonObject, type Json, numberAt, parseJsonText, stringAt } from '../json/json.ts';
import { badRequest } from '../status-error.ts';

export interface ContinueToken {
  /** The snapshot that all pages show; -1: whatever is there now. */
  readonly revision: number;
  /** The first key of the page, below the resource or the namespace. */
  readonly start: string;
}

/** Tokens from the cache begin with a slash, those of an expired list do not; both are taken back. */
export function formatContinue({ revision, start }: ContinueToken, slash = true): string {
  const text = JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: slash ? `/${start}` : start });
  return Buffer.from(text).toString('base64url');
}

export function parseContinue(text: string): ContinueToken {
  const token = decode(text);
  if (!isJsonObject(token)) throw refusal('continue key is not valid');
  if (stringAt(token, 'v') !== 'meta.k8s.io/v1')
    throw refusal(
      `continue key is not valid: server does not recognize this encoded version ${stringAt(token, 'v') ?? ''}`,
    );
  const revision = numberAt(token, 'rv') ?? 0;
  const start = stringAt(token, 'start') ?? '';
  if (revision === 0)
    throw refusal(
      'continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
    );
  if (start === '')
    throw refusal('continue key is not valid: encoded start key empty (version meta.k8s.io/v1)');
  const key = start.replace(/^\//, '');
  if (key.split('/').some((part) => part === '.' || part === '..' || part === ''))
    throw refusal(`continue key is not valid: ${start}`);
  return { revision, start: key };
}

function decode(text: string): Json {
  const illegal = text.search(/[^A-Za-z0-9_-]/);
  if (illegal !== -1)
    throw refusal(`continue key is not valid: illegal base64 data at input byte ${illegal}`);
  const decoded = Buffer.from(text, 'base64url').toString();
  try {
    return parseJsonText(decoded);
  } catch {
    throw refusal(
      `continue key is not valid: invalid character '${decoded.charAt(0)}' looking for beginning of value`,
    );
  }
}

function refusal(why: string): Error {
  return badRequest(`invalid continue token: ${why}`);
}
