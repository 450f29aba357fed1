// URLs as Go parses them, and its words for those that it does not.
// https://pkg.go.dev/net/url#Parse

export interface GoUrl {
  readonly scheme: string;
  readonly host: string;
  /** Undefined where there is no `@`. */
  readonly user: string | undefined;
  readonly query: string;
  readonly fragment: string;
}

interface Terms {
  /** As in the first line of a request: with a scheme or an absolute path, and without a fragment. */
  readonly isRequest?: boolean;
}

/** `wrong`: why it is no URL, without the words that quote it. */
export function parseUrl(
  text: string,
  { isRequest = false }: Terms = {},
): GoUrl | { readonly wrong: string } {
  const hash = isRequest ? -1 : text.indexOf('#');
  const [whole, fragment] = hash === -1 ? [text, ''] : [text.slice(0, hash), text.slice(hash + 1)];
  if (/[\u0000-\u001f\u007f]/.test(whole)) return { wrong: 'net/url: invalid control character in URL' };
  if (whole === '' && isRequest) return { wrong: 'empty url' };
  const nothing = { scheme: '', host: '', user: undefined, query: '', fragment };
  if (whole === '*') return nothing;
  const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*(?=:)/.exec(whole)?.[0] ?? '';
  if (whole.startsWith(':')) return { wrong: 'missing protocol scheme' };
  const behind = scheme === '' ? whole : whole.slice(scheme.length + 1);
  const mark = behind.indexOf('?');
  const [rest, query] = mark === -1 ? [behind, ''] : [behind.slice(0, mark), behind.slice(mark + 1)];
  const found = { ...nothing, scheme: scheme.toLowerCase(), query };
  if (!rest.startsWith('/')) {
    if (scheme !== '') return found;
    if (isRequest) return { wrong: 'invalid URI for request' };
    if (/^[^/]*:/.test(rest)) return { wrong: 'first path segment in URL cannot contain colon' };
  }
  const hasAuthority = (scheme !== '' || (!isRequest && !rest.startsWith('///'))) && rest.startsWith('//');
  const authority = hasAuthority ? (/^[^/]*/.exec(rest.slice(2))?.[0] ?? '') : '';
  const path = hasAuthority ? rest.slice(2 + authority.length) : rest;
  const wrong = authorityComplaint(authority) ?? escapeComplaint(path) ?? escapeComplaint(fragment);
  if (wrong !== undefined) return { wrong };
  const at = authority.lastIndexOf('@');
  return {
    ...found,
    host: authority.slice(at + 1),
    user: at === -1 ? undefined : authority.slice(0, at),
  };
}

function escapeComplaint(text: string): string | undefined {
  const wrong = /%(?![0-9a-fA-F]{2}).{0,2}/su.exec(text)?.[0];
  return wrong === undefined ? undefined : `invalid URL escape ${JSON.stringify(wrong)}`;
}

function authorityComplaint(authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  const [user, host] = [at === -1 ? '' : authority.slice(0, at), authority.slice(at + 1)];
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) return 'net/url: invalid userinfo';
  return hostComplaint(host) ?? escapeComplaint(user);
}

function hostComplaint(host: string): string | undefined {
  const open = host.startsWith('[');
  if (open && !host.includes(']')) return "missing ']' in host";
  const port = open ? host.slice(host.lastIndexOf(']') + 1) : (/:[^:]*$/.exec(host)?.[0] ?? '');
  if (port !== '' && !/^:[0-9]*$/.test(port)) return `invalid port ${JSON.stringify(port)} after host`;
  const char = /[\s#^{}|\\`/?@]/u.exec(host)?.[0];
  if (char !== undefined) return `invalid character ${JSON.stringify(char)} in host name`;
  const escape = /%(?!25)[0-7][0-9a-fA-F]/.exec(host)?.[0];
  return escape === undefined ? escapeComplaint(host) : `invalid URL escape ${JSON.stringify(escape)}`;
}
