// Who sends a request, and who decides about it. A request that may not pass is refused before anybody looks at it.

import type { HttpRequest } from '@kube-rx/core';
import type { Registry } from '../registry/registry.ts';
import { attributesOf } from './attributes.ts';
import { type Authorizer, openAuthorizer, rbacAuthorizer, requirePermission } from './authorizer.ts';
import { Impersonation, wantedUser } from './impersonation.ts';
import { anonymous, authenticate, type Tokens, type User } from './user.ts';

export interface Requester {
  readonly user: User;
  readonly tokens: Tokens;
  readonly authorizer: Authorizer;
}

export interface AccessOptions {
  /** Undefined: requests are not authenticated. */
  readonly tokens: Tokens | undefined;
  /** Judge by the stored roles and bindings. Otherwise whoever is known, or anonymous, may do everything. */
  readonly rbac: boolean;
}

/** Who sends a request that may pass; throws a StatusError for any other. */
export type Access = (request: HttpRequest) => Requester;

const somebody: Requester = { user: anonymous, tokens: {}, authorizer: openAuthorizer };

export function accessBy(registry: Registry, { tokens, rbac }: AccessOptions): Access {
  if (!tokens && !rbac) return () => somebody;
  const authorizer = rbac ? rbacAuthorizer(registry) : openAuthorizer;
  const impersonation = new Impersonation(authorizer);
  return (request) => {
    const sender = authenticate(request.headers, tokens ?? {});
    const wanted = wantedUser(request.headers);
    const attributes = attributesOf(request);
    const user = wanted ? impersonation.userFor(wanted, { sender, attributes }) : sender;
    requirePermission(authorizer, user, attributes);
    return { user, tokens: tokens ?? {}, authorizer };
  };
}
