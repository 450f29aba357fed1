// Whose a bearer token is: of the users that the server was started with, or of a service account.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubeapiserver/authenticator/config.go

import { authenticated } from '../access/user.ts';
import type { ServerContext } from '../server-context.ts';
import { serviceAccountOf } from './service-account-token.ts';
import type { TokenVerdict } from './token-verdict.ts';

/** `audiences`: for whom the token must be good, for one of them at least. */
export function authenticateToken(
  server: ServerContext,
  token: string,
  audiences: readonly string[],
): TokenVerdict {
  const { tokens, serviceAccounts } = server;
  const user = Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  const shared = audiences.filter((one) => one === serviceAccounts.issuer);
  // These tokens are for the server itself.
  if (user && shared.length > 0) return { kind: 'user', user: authenticated(user), audiences: shared };
  const verdict = serviceAccountOf(server, token, audiences);
  return verdict.kind === 'user' ? { ...verdict, user: authenticated(verdict.user) } : verdict;
}
