// One group of the script played to one server, in a namespace of its own.

import { ApiServer, type ApiServerOptions } from '@kube-rx/apiserver';
import { type Clock, type HttpService, systemClock } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { groups } from './script.ts';
import { type Exchange, type Pause, Session } from './session.ts';

export async function play(group: string, service: HttpService, pause?: Pause): Promise<readonly Exchange[]> {
  const run = groups[group];
  if (!run) throw new Error(`the script has no group ${group}; there are ${Object.keys(groups).join(', ')}`);
  const session = new Session(service, `conformance-${group.toLowerCase()}`, pause);
  await session.post('/api/v1/namespaces', { metadata: { name: session.namespace } }, { quiet: true });
  await run(session);
  return session.exchanges;
}

/** Played to an embedded server that nobody has written to before. */
export async function playEmbedded(group: string): Promise<readonly Exchange[]> {
  const { hasAccounts, plugins = [] } = groups[group] ?? {};
  await using server = embeddedServer([...(hasAccounts ? ['ServiceAccount'] : []), ...plugins]);
  return await play(group, asAdmin(server));
}

/** With the options under which it is compared with a real one. */
export function embeddedServer(
  enableAdmissionPlugins: ApiServerOptions['enableAdmissionPlugins'] = [],
): ApiServer {
  return new ApiServer({
    resources: catalog,
    clock: hurried,
    rbac: true,
    tokens,
    serviceCidr: '10.0.0.0/24',
    enableAdmissionPlugins,
    serviceAccountIssuer: 'https://127.0.0.1:6443/',
  });
}

export function asAdmin(server: ApiServer): HttpService {
  return (request, call) =>
    server.service(
      { ...request, headers: { authorization: 'Bearer admin-token', ...request.headers } },
      call,
    );
}

/** Who also has a token, and no rights but those that the script gives. */
export const users: readonly {
  readonly name: string;
  readonly token: string;
  readonly groups: readonly string[];
}[] = [
  { name: 'actor', token: 'actor-token', groups: ['actors'] },
  // The real server remembers for a while in whose name somebody could speak.
  { name: 'speaker', token: 'speaker-token', groups: ['actors'] },
];

// As the control plane of the end-to-end tests has it.
const tokens = {
  'admin-token': { name: 'admin', uid: 'admin', groups: ['system:masters'] },
  ...Object.fromEntries(users.map(({ token, ...user }) => [token, { ...user, uid: user.name }])),
};

// The script waits for real seconds on the real server; here they pass thirty times as fast.
const haste = 30;
const begun = performance.now();
const hurried: Clock = {
  now: () => Date.now(),
  monotonic: () => begun + (performance.now() - begun) * haste,
  schedule: (delayMs, callback) => systemClock.schedule(delayMs / haste, callback),
};
