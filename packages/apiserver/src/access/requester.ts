// Who sends a request, and who decides about it. A request that may not pass is refused before anybody looks at it.

import type { HttpRequest } from '@kube-rx/core';
import { bearerToken } from '../authentication/bearer-token.ts';
import { type ClientCertificate, userOfCertificate } from '../authentication/client-certificate.ts';
import { authenticateToken } from '../authentication/token-authenticator.ts';
import { offeredToken } from '../authentication/web-socket-token.ts';
import type { ServerContext } from '../server-context.ts';
import { StatusError } from '../status-error.ts';
import { type AccessListener, type TellAccess, tellingAuthorizer, tellingOf } from './asked-access.ts';
import { attributesOf } from './attributes.ts';
import { type Authorizer, openAuthorizer, rbacAuthorizer, requirePermission } from './authorizer.ts';
import { Impersonation, wantedUser } from './impersonation.ts';
import { anonymous, authenticated, type User } from './user.ts';

export interface Requester {
  readonly user: User;
  readonly authorizer: Authorizer;
  /** Undefined where nobody listens. */
  readonly tell?: TellAccess | undefined;
}

export interface AccessOptions {
  /** Whether bearer tokens are looked at. Whoever shows a certificate to a listener that asks for one is known anyway. */
  readonly byToken: boolean;
  /** Judge by the stored roles and bindings. Otherwise whoever is known, or anonymous, may do everything. */
  readonly rbac: boolean;
  /** Told what each request needs. */
  readonly onAccess?: AccessListener | undefined;
}

/** Who sends a request that may pass; throws a StatusError for any other. */
export type Access = (request: HttpRequest, certificate?: ClientCertificate) => Requester;

export function accessBy(server: ServerContext, { byToken, rbac, onAccess }: AccessOptions): Access {
  const judging = rbac ? rbacAuthorizer(server.registry) : openAuthorizer;
  const somebody: Requester = { user: anonymous, authorizer: openAuthorizer };
  const impersonation = new Impersonation();
  return (request, certificate) => {
    if (!byToken && !rbac && !onAccess && !certificate) return somebody;
    const sender = senderOf(server, byToken ? request : undefined, certificate);
    const wanted = wantedUser(request);
    const attributes = attributesOf(request);
    const tell = onAccess && tellingOf(onAccess, request);
    const authorizer = tell ? tellingAuthorizer(rbac ? judging : everyCluster, tell) : judging;
    const user = wanted ? impersonation.userFor(wanted, { authorizer, sender, attributes }) : sender;
    tell?.(user, attributes);
    requirePermission(judging, user, attributes);
    return { user, authorizer, tell };
  };
}

/**
 * A certificate counts before a token, and one in a header before one among subprotocols. Credentials that say nothing
 * good, and no others that do, are a 401. `request`: where tokens are looked at.
 */
function senderOf(
  server: ServerContext,
  request: HttpRequest | undefined,
  certificate: ClientCertificate | undefined,
): User {
  const certified = certificate && userOfCertificate(certificate);
  if (certified?.kind === 'user') return authenticated(certified.user);
  const offered = request && offeredToken(request);
  const inHeader = bearerToken(request?.headers['authorization'] ?? '');
  const tokens = [inHeader, offered?.kind === 'token' ? offered.token : undefined].filter(
    (token) => token !== undefined,
  );
  for (const token of tokens) {
    const verdict = authenticateToken(server, token, [server.serviceAccounts.issuer]);
    if (verdict.kind === 'user') return verdict.user;
  }
  if (tokens.length > 0 || offered?.kind === 'refused' || certified?.kind === 'refused')
    throw new StatusError(401, 'Unauthorized', 'Unauthorized');
  return anonymous;
}

// Constrained impersonation is allowed too, and not every cluster has it: what is told works in all.
const everyCluster: Authorizer = {
  ...openAuthorizer,
  judge: (user, attributes) =>
    attributes.verb.startsWith('impersonate-on:')
      ? { allowed: false, reason: '' }
      : openAuthorizer.judge(user, attributes),
};
