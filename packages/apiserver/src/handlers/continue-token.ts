// The token that leads to the next page.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/storage/continue.go

import { isJsonObject, type Json, numberAt, parseJsonText, textAt } from '../json/json.ts';
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
  const [version, start] = [textAt(token, 'v'), textAt(token, 'start')];
  if (!isJsonObject(token)) throw invalidKey();
  if (version !== 'meta.k8s.io/v1')
    throw invalidKey(`server does not recognize this encoded version ${version}`);
  const revision = numberAt(token, 'rv') ?? 0;
  if (revision === 0) throw invalidKey('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (start === '') throw invalidKey('encoded start key empty (version meta.k8s.io/v1)');
  const key = start.replace(/^\//, '');
  if (key.split('/').some((part) => part === '.' || part === '..' || part === '')) throw invalidKey(start);
  return { revision, start: key };
}

function decode(text: string): Json {
  const illegal = text.search(/[^A-Za-z0-9_-]/);
  if (illegal !== -1) throw invalidKey(`illegal base64 data at input byte ${illegal}`);
  const decoded = Buffer.from(text, 'base64url').toString();
  try {
    return parseJsonText(decoded);
  } catch {
    throw invalidKey(`invalid character '${decoded.charAt(0)}' looking for beginning of value`);
  }
}

function invalidKey(why?: string): Error {
  return badRequest(
    `invalid continue token: continue key is not valid${why === undefined ? '' : `: ${why}`}`,
  );
}
