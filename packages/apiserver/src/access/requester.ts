// Who sends a request, and who decides about it. A request that may not pass is refused before anybody looks at it.

import type { HttpRequest } from '@kube-rx/core';
import type { Registry } from '../registry/registry.ts';
import { type AccessListener, type TellAccess, tellingAuthorizer, tellingOf } from './asked-access.ts';
import { attributesOf } from './attributes.ts';
import { type Authorizer, openAuthorizer, rbacAuthorizer, requirePermission } from './authorizer.ts';
import { Impersonation, wantedUser } from './impersonation.ts';
import { anonymous, authenticate, type Tokens, type User } from './user.ts';

export interface Requester {
  readonly user: User;
  readonly tokens: Tokens;
  readonly authorizer: Authorizer;
  /** Undefined where nobody listens. */
  readonly tell?: TellAccess | undefined;
}

export interface AccessOptions {
  /** Undefined: requests are not authenticated. */
  readonly tokens: Tokens | undefined;
  /** Judge by the stored roles and bindings. Otherwise whoever is known, or anonymous, may do everything. */
  readonly rbac: boolean;
  /** Told what each request needs. */
  readonly onAccess?: AccessListener | undefined;
}

/** Who sends a request that may pass; throws a StatusError for any other. */
export type Access = (request: HttpRequest) => Requester;

const somebody: Requester = { user: anonymous, tokens: {}, authorizer: openAuthorizer };

export function accessBy(registry: Registry, { tokens, rbac, onAccess }: AccessOptions): Access {
  if (!tokens && !rbac && !onAccess) return () => somebody;
  const judging = rbac ? rbacAuthorizer(registry) : openAuthorizer;
  const impersonation = new Impersonation();
  return (request) => {
    const sender = authenticateBy(request, tokens, rbac);
    const wanted = wantedUser(request.headers);
    const attributes = attributesOf(request);
    const tell = onAccess && tellingOf(onAccess, request);
    const authorizer = tell ? tellingAuthorizer(rbac ? judging : everyCluster, tell) : judging;
    const user = wanted ? impersonation.userFor(wanted, { authorizer, sender, attributes }) : sender;
    tell?.(user, attributes);
    requirePermission(judging, user, attributes);
    return { user, tokens: tokens ?? {}, authorizer, tell };
  };
}

// Where nobody was asked who they are, a listener alone asks nobody either.
function authenticateBy({ headers }: HttpRequest, tokens: Tokens | undefined, rbac: boolean): User {
  return tokens || rbac ? authenticate(headers, tokens ?? {}) : anonymous;
}

// Constrained impersonation is allowed too, and not every cluster has it: what is told works in all.
const everyCluster: Authorizer = {
  ...openAuthorizer,
  judge: (user, attributes) =>
    attributes.verb.startsWith('impersonate-on:')
      ? { allowed: false, reason: '' }
      : openAuthorizer.judge(user, attributes),
};
