// The Kubernetes API client of kube-rx.

export type { NamespacedOnly } from './api/api.ts';
export { Api } from './api/api.ts';
export type { ServiceClientOptions } from './client.ts';
export { Client } from './client.ts';
export {
  AuthenticationError,
  ConfigError,
  clientClosed,
  notKubernetes,
  TimeoutError,
  TransportError,
} from './errors.ts';
export type { Layer, Service } from './service/service.ts';
export { compose } from './service/service.ts';
