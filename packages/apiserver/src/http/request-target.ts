// The target of a request, read as Go reads it.
// https://github.com/golang/go/blob/go1.26.8/src/net/url/url.go

import type { QueryParameter } from '@kube-rx/core';

export interface RequestTarget {
  /** What the target itself names as its host, as a proxy is asked: `api.example:6443`. */
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: readonly QueryParameter[];
}

/** Undefined for a target that is none. */
export function parseTarget(target: string): RequestTarget | undefined {
  const [, authority, rest = ''] = /^(?:https?:\/\/([^/?]+))?(\/.*|\?.*)?$/is.exec(target) ?? [];
  if (rest === '' && authority === undefined) return undefined;
  const mark = rest.indexOf('?');
  const path = (mark === -1 ? rest : rest.slice(0, mark)) || '/';
  if (isBroken(path)) return undefined;
  return { authority, path, query: mark === -1 ? [] : parseQuery(rest.slice(mark + 1)) };
}

// What cannot be decoded is left out, and so is what holds a semicolon, which was a separator once.
function parseQuery(text: string): QueryParameter[] {
  const pairs = text.split('&').filter((pair) => pair !== '' && !pair.includes(';') && !isBroken(pair));
  return pairs.length === 0 ? [] : [...new URLSearchParams(pairs.join('&'))];
}

/** Whether a percent sign stands before what are no two hexadecimal digits. */
function isBroken(text: string): boolean {
  return /%(?![\da-f]{2})/i.test(text);
}
