// What a request asks for, in the terms of roles.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/endpoints/request/requestinfo.go

import type { HttpRequest } from '@kube-rx/core';
import { readFieldSelector } from '../handlers/field-text.ts';
import { readLabelSelector } from '../handlers/label-text.ts';
import { exactName } from '../handlers/list-options.ts';
import { Query } from '../handlers/query.ts';
import { decodePercent, parseResourcePath, requestVerbs } from '../handlers/request-info.ts';
import { StatusError } from '../status-error.ts';
import type { Attributes } from './policy-rule.ts';

export function attributesOf(request: HttpRequest): Attributes {
  const path = parseResourcePath(request.path);
  if (!path) return { verb: request.method.toLowerCase(), path: decodePercent(request.path) };
  const { group, plural, namespace, name = '', subresource = '' } = path;
  // A namespace is within itself.
  const within = plural === 'namespaces' && namespace === '' ? name : namespace;
  const of = {
    group,
    resource: plural,
    // What follows belongs to whoever answers there.
    subresource: subresource.split('/')[0] ?? '',
    namespace: within,
  };
  if (path.watch) return { ...of, verb: 'watch', name };
  if (path.proxy) return { ...of, subresource: '', verb: 'proxy', name };
  const [onObject, onCollection] = requestVerbs[request.method];
  if (name !== '') return { ...of, verb: onObject, name };
  if (onCollection !== 'list') return { ...of, verb: onCollection, name };
  return { ...of, ...listed(new Query(request.query)) };
}

// A list or a watch of the one object of a name is a request for that name.
function listed(query: Query): { readonly verb: 'list' | 'watch'; readonly name: string } {
  const verb = query.flag('watch') === true ? 'watch' : 'list';
  const nameless = { verb, name: '' } as const;
  try {
    // Parameters that cannot be read name nothing.
    query.integer('limit');
    query.integer('timeoutSeconds');
    readLabelSelector(query.text('labelSelector'));
    const name = exactName(readFieldSelector(query.text('fieldSelector'))) ?? '';
    return name === '.' || name === '..' || /[/%]/.test(name) ? nameless : { verb, name };
  } catch (error) {
    if (error instanceof StatusError) return nameless;
    throw error;
  }
}
