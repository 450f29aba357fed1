// An API server in memory that answers as kube-apiserver does: for tests, demos and first steps.
//
//   const server = new ApiServer();
//   server.seed([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } }]);
//   await server.service({ method: 'GET', path: '/api/v1/configmaps', query: [], headers: {} });
//   const { url } = await server.listen({ port: 8080 });   // the same over HTTP, for kubectl

export type { AccessListener, AskedAccess } from './access/asked-access.ts';
export type { Tokens, User } from './access/user.ts';
export { ApiServer } from './api-server.ts';
export type { ApiServerOptions, RestartOptions } from './api-server-options.ts';
export type {
  CommandResult,
  CommandStreams,
  FakeContainer,
  LogEntry,
  Output,
  PortConnection,
  TerminalSize,
} from './containers/container.ts';
export { Containers, type RunningContainer } from './containers/containers.ts';
export { isBookmark, isEndMark } from './faults/broken-body.ts';
export type { Fault, FaultRule, ServerFault, StatusFault, Target, Verb } from './faults/fault.ts';
export { statusOfFault, targetOf } from './faults/fault.ts';
export { faultLayer } from './faults/fault-layer.ts';
export { FaultPlan, type InjectedFault } from './faults/fault-plan.ts';
export type { SeedObject } from './handlers/seed.ts';
export type { HttpListener, ListenOptions } from './http/http-server.ts';
export { InvalidOptionError } from './option-error.ts';
export { defaultResources } from './registry/default-resources.ts';
export type { ResourceDescription, SubresourceDescription } from './registry/resource-description.ts';
export type { RuntimeConfig } from './registry/runtime-config.ts';
export type { KeepStateOptions, KeptState } from './state/kept-state.ts';
export type { ServerSnapshot } from './state/snapshot.ts';
export { StateFileError } from './state/state-file.ts';
export { StateInUseError } from './state/state-lock.ts';
export { certificateBundleFault } from './tls/certificate.ts';
export type { CertificateSubject, IssueOptions, KeyPair } from './tls/certificate-authority.ts';
export { CertificateAuthority } from './tls/certificate-authority.ts';
