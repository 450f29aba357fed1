// The token in an Authorization header. What another scheme says is nobody's business here.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/authentication/request/bearertoken/bearertoken.go

/** Undefined: it names nobody. */
export function bearerToken(authorization: string): string | undefined {
  const [scheme, token = ''] = parts(authorization);
  return scheme === 'bearer' && token !== '' ? token : undefined;
}

/** What the sender of such a header should know. */
export function bearerWarnings(authorization = ''): readonly string[] {
  const [scheme, token, rest] = parts(authorization);
  return scheme === 'bearer' && token === '' && rest !== undefined ? [extraSpace] : [];
}

const extraSpace =
  'the provided Authorization header contains extra space before the bearer token, and is ignored';

function parts(authorization: string): string[] {
  const [scheme = '', ...rest] = authorization.trim().split(' ', 3);
  return [scheme.toLowerCase(), ...rest];
}
