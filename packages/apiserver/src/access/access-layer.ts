// Lets requests through, or answers 401 and 403 in the server's words.

import { type HttpRequest, resourceName, type Service } from '@kube-rx/core';
import { targetOf } from '../faults/fault.ts';
import { statusAnswer, toResponse } from '../handlers/answer.ts';
import { parseResourcePath } from '../handlers/request-info.ts';
import type { Registry } from '../registry/registry.ts';
import type { ServerContext } from '../server-context.ts';
import { StatusError } from '../status-error.ts';
import { type Attributes, isAllowed } from './rbac.ts';
import { selfReview } from './self-reviews.ts';
import { authenticate, impersonated, type Tokens, type User } from './user.ts';

export interface AccessOptions {
  readonly tokens: Tokens;
  /** Judge by the stored roles and bindings. Otherwise whoever is known, or anonymous, may do everything. */
  readonly rbac: boolean;
}

export function accessLayer(
  server: Pick<ServerContext, 'registry' | 'schemas'>,
  { tokens, rbac }: AccessOptions,
): (next: Service) => Service {
  const { registry } = server;
  return (next) => async (request, options) => {
    try {
      const sender = authenticate(request.headers, tokens);
      const user = impersonated(request.headers) ?? sender;
      if (rbac) {
        if (user !== sender) judge(registry, sender, impersonation(user));
        const own = selfReview(server, request, user);
        if (own) return toResponse(own);
        judge(registry, user, attributesOf(request));
      }
      return await next(request, options);
    } catch (error) {
      if (error instanceof StatusError) return toResponse(statusAnswer(error));
      throw error;
    }
  };
}

function impersonation({ name }: User): Attributes {
  return { verb: 'impersonate', group: '', resource: 'users', namespace: '', name };
}

function attributesOf(request: HttpRequest): Attributes {
  const path = parseResourcePath(request.path);
  const { verb } = targetOf(request);
  if (!path) return { verb: request.method.toLowerCase(), path: request.path };
  const { group, plural, namespace, name = '', subresource } = path;
  const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
  return { verb, group, resource, namespace: plural === 'namespaces' ? name : namespace, name };
}

function judge(registry: Registry, user: User, attributes: Attributes): void {
  if (isAllowed(registry, user, attributes)) return;
  const who = `User ${JSON.stringify(user.name)} cannot`;
  if ('path' in attributes)
    throw new StatusError(
      403,
      'Forbidden',
      `forbidden: ${who} ${attributes.verb} path ${JSON.stringify(attributes.path)}`,
      {},
    );
  const { verb, group, resource, namespace, name } = attributes;
  const plural = resource.split('/')[0] ?? '';
  const what = `${resourceName({ group, plural })}${name === '' ? '' : ` ${JSON.stringify(name)}`}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  throw new StatusError(
    403,
    'Forbidden',
    `${what} is forbidden: ${who} ${verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(group)} ${where}`,
    { ...(name !== '' && { name }), ...(group !== '' && { group }), kind: plural },
  );
}
