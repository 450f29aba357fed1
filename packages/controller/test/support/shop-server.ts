// A server with the namespace `shop`, and what speaks to it as a user.

import { ApiServer, type ApiServerOptions } from '@kube-rx/apiserver';
import type { HttpService } from '@kube-rx/core';

/** `user`: of this name, who may do nothing. Default: nobody has to say who asks, and everything is allowed. */
export function shopServer({
  user,
  ...options
}: Omit<ApiServerOptions, 'tokens'> & { readonly user?: string }): {
  readonly server: ApiServer;
  readonly service: HttpService;
} {
  const server = new ApiServer({
    ...options,
    ...(user !== undefined && { rbac: true, tokens: { [user]: { name: user, groups: [] } } }),
  });
  server.seed([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
  if (user === undefined) return { server, service: server.service };
  const service: HttpService = (request, call) =>
    server.service({ ...request, headers: { ...request.headers, authorization: `Bearer ${user}` } }, call);
  return { server, service };
}
