// Lets requests through, or answers 401 and 403 in the server's words.

import { type HttpRequest, resourceName, type Service } from '@kube-rx/core';
import { targetOf } from '../faults/fault.ts';
import { jsonAnswer, statusAnswer, toResponse } from '../handlers/answer.ts';
import { bodyText, decodeBody } from '../handlers/body.ts';
import { parseResourcePath } from '../handlers/request-info.ts';
import { objectAt, stringAt, valueAt } from '../json/json.ts';
import type { Registry } from '../registry/registry.ts';
import { StatusError } from '../status-error.ts';
import { type Attributes, isAllowed } from './rbac.ts';
import { authenticate, impersonated, type Tokens, type User } from './user.ts';

export interface AccessOptions {
  readonly tokens: Tokens;
  /** Judge by the stored roles and bindings. Otherwise whoever is known, or anonymous, may do everything. */
  readonly rbac: boolean;
}

export function accessLayer(registry: Registry, { tokens, rbac }: AccessOptions): (next: Service) => Service {
  return (next) => async (request, options) => {
    try {
      const sender = authenticate(request.headers, tokens);
      const user = impersonated(request.headers) ?? sender;
      if (rbac) {
        if (user !== sender) judge(registry, sender, impersonation(user));
        const own = selfReview(registry, request, user);
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

// "May I" and "who am I" depend on who asks, so they are answered here.
function selfReview(
  registry: Registry,
  request: HttpRequest,
  user: User,
): ReturnType<typeof jsonAnswer> | undefined {
  const path = parseResourcePath(request.path);
  if (request.method !== 'POST' || bodyText(request) === '') return undefined;
  if (path?.plural === 'selfsubjectreviews') {
    const userInfo = { username: user.name, groups: user.groups };
    return jsonAnswer(201, {
      kind: 'SelfSubjectReview',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: {},
      status: { userInfo },
    });
  }
  if (path?.plural !== 'selfsubjectaccessreviews') return undefined;
  const spec = objectAt(decodeBody(request, 'SelfSubjectAccessReview'), 'spec');
  const asked = objectAt(spec, 'resourceAttributes');
  const urls = objectAt(spec, 'nonResourceAttributes');
  const text = (key: string): string => stringAt(asked, key) ?? '';
  const sub = text('subresource');
  const attributes: Attributes =
    valueAt(spec, 'nonResourceAttributes') === undefined
      ? {
          verb: text('verb'),
          group: text('group'),
          resource: sub === '' ? text('resource') : `${text('resource')}/${sub}`,
          namespace: text('namespace'),
          name: text('name'),
        }
      : { verb: stringAt(urls, 'verb') ?? '', path: stringAt(urls, 'path') ?? '' };
  const status = { allowed: isAllowed(registry, user, attributes) };
  return jsonAnswer(201, {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec,
    status,
  });
}
