// Lets requests through, or answers 401 and 403 in the server's words.

import type { HttpRequest, HttpService } from '@kube-rx/core';
import { targetOf } from '../faults/fault.ts';
import { toResponse } from '../handlers/answer.ts';
import { Query } from '../handlers/query.ts';
import { parseResourcePath } from '../handlers/request-info.ts';
import { negotiate } from '../negotiation/accept.ts';
import { printed, refusalAnswer } from '../negotiation/printed.ts';
import type { ServerContext } from '../server-context.ts';
import { forbidden, StatusError } from '../status-error.ts';
import { type Inquiry, openInquiry } from './access-review.ts';
import { impersonations } from './impersonation.ts';
import { type Attributes, judge, rulesFor } from './rbac.ts';
import { reviewAnswer } from './review.ts';
import { authenticate, impersonated, type Tokens, type User } from './user.ts';

export interface AccessOptions {
  /** Undefined: requests are not authenticated. */
  readonly tokens: Tokens | undefined;
  /** Judge by the stored roles and bindings. Otherwise whoever is known, or anonymous, may do everything. */
  readonly rbac: boolean;
}

export function accessLayer(
  server: ServerContext,
  { tokens = {}, rbac }: AccessOptions,
): (next: HttpService) => HttpService {
  const { registry } = server;
  const decisions: Omit<Inquiry, 'user'> = rbac
    ? {
        tokens,
        judge: (user, attributes) => judge(registry, user, attributes),
        rules: (user, namespace) => rulesFor(registry, user, namespace),
      }
    : { ...openInquiry, tokens };
  return (next) => async (request, options) => {
    try {
      const sender = authenticate(request.headers, tokens);
      const user = impersonated(request.headers) ?? sender;
      if (rbac) {
        if (user !== sender)
          for (const attributes of impersonations(user, request.headers))
            requirePermission(decisions, sender, attributes);
        requirePermission(decisions, user, attributesOf(request));
      }
      const path = parseResourcePath(request.path);
      const review = path && reviewAnswer({ server, request }, path, { ...decisions, user });
      if (!review) return await next(request, options);
      return toResponse(await printed(review, negotiate(request.headers, new Query(request.query))));
    } catch (error) {
      if (error instanceof StatusError) return toResponse(await refusalAnswer(error, request));
      throw error;
    }
  };
}

function attributesOf(request: HttpRequest): Attributes {
  const path = parseResourcePath(request.path);
  const { verb } = targetOf(request);
  if (!path) return { verb: request.method.toLowerCase(), path: request.path };
  const { group, plural, namespace, name = '', subresource } = path;
  const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
  return { verb, group, resource, namespace: plural === 'namespaces' ? name : namespace, name };
}

function requirePermission(decisions: Pick<Inquiry, 'judge'>, user: User, attributes: Attributes): void {
  if (decisions.judge(user, attributes).allowed) return;
  const who = `User ${JSON.stringify(user.name)} cannot`;
  if ('path' in attributes)
    throw new StatusError(403, 'Forbidden', {
      message: `forbidden: ${who} ${attributes.verb} path ${JSON.stringify(attributes.path)}`,
      details: {},
    });
  const { verb, group, resource, namespace, name } = attributes;
  const plural = resource.split('/')[0] ?? '';
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const why = `${who} ${verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(group)} ${where}`;
  throw forbidden({ group, plural }, name, { why });
}
