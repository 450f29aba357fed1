// The Kubernetes API client of kube-rx: finds the cluster, proves who we are, and makes typed calls.
//
//   import { Api, Client } from '@kube-rx/client';
//   import { isNotFound } from '@kube-rx/core';
//
//   const client = await Client.tryDefault();              // kubeconfig, or the Pod's service account
//   const configs = Api.namespaced(client, ConfigMap, 'shop');
//   await configs.create({ metadata: { name: 'colours' }, data: { sky: 'blue' } });
//   for await (const config of configs.listAll()) console.log(config.metadata.name);
//   await configs.delete('colours').catch((error) => { if (!isNotFound(error)) throw error; });
//   await client.close();

// A cluster and its resources
export { Api, type NamespacedOnly } from './api/api.ts';
export type { ApprovalOptions, Approve, JudgedRequest } from './api/approval.ts';
export type { Bind } from './api/binding.ts';
export type { CreateOrPatchResult, WantedObject } from './api/create-or-patch.ts';
export type { DeleteCollectionResult, DeleteResult } from './api/decode.ts';
export type { Entry } from './api/entry.ts';
export type { Evict } from './api/eviction.ts';
export type { ListAllParams } from './api/list-all.ts';
export type { MetadataVerbs } from './api/metadata-verbs.ts';
export type { PatchVerbs } from './api/patch-verbs.ts';
export type { ReadOptions } from './api/read-options.ts';
export { RequestStream } from './api/request-stream.ts';
export {
  type ConflictBackoff,
  defaultBackoff,
  defaultRetry,
  type ModifyOptions,
  type ObjectChange,
  type RetryOnConflictOptions,
  retryOnConflict,
} from './api/retry-on-conflict.ts';
export {
  type CreateToken,
  ServiceAccountToken,
  type TokenRequestOptions,
} from './api/service-account-token.ts';
export type { ScaleObject, ScaleSubresource, Subresource } from './api/subresource.ts';
export type {
  CopyFromVerb,
  CopyToVerb,
  ForwardVerb,
  LogTextVerb,
  LogVerb,
  SubresourceVerbs,
  WhereDeclared,
} from './api/subresource-verbs.ts';
export type { WatchStream } from './api/watch-stream.ts';
// Many objects at once
export { applyAll } from './apply/apply-all.ts';
export type { ApplyAllOptions, ApplyProgress } from './apply/apply-options.ts';
export type { ApplyInput } from './apply/apply-plan.ts';
export {
  ApplyError,
  type FieldConflict,
  fieldConflicts,
  type ObjectResult,
  type ResultHead,
} from './apply/apply-result.ts';
export { ApplySetError } from './apply/apply-set-error.ts';
export { deleteAll } from './apply/delete-all.ts';
export type { DeleteAllOptions } from './apply/delete-options.ts';
export { NotReadyError } from './apply/not-ready-error.ts';
export { type Readiness, readinessOf } from './apply/readiness.ts';
// Who we are
export {
  CertificateAuthorityFile,
  type CertificateAuthorityFileOptions,
} from './auth/certificate-authority-file.ts';
export {
  ClientCertificateFiles,
  type ClientCertificateFilesOptions,
  type ClientCertificatePaths,
} from './auth/client-certificate-files.ts';
export { BasicCredentials, ClientCertificate, type Credentials, StaticToken } from './auth/credentials.ts';
export {
  type CredentialsMessage,
  credentialsChannel,
  type KeptMessage,
  type RotatedMessage,
  type WithheldMessage,
} from './auth/credentials-channel.ts';
export { TokenFile, type TokenFileOptions } from './auth/token-file.ts';
export {
  Client,
  type ClientOptions,
  type EncodedRequestOptions,
  type RequestOptions,
  type ServiceClientOptions,
} from './client.ts';
// Which cluster
export type { Config, Environment } from './config/config.ts';
export { type ContextChoice, resolveContext } from './config/context.ts';
export { environmentProxy } from './config/environment-proxy.ts';
export { type InClusterOptions, inClusterConfig } from './config/in-cluster.ts';
export { type InferOptions, inferConfig } from './config/infer.ts';
export { Kubeconfig, kubeconfigFiles } from './config/kubeconfig.ts';
export { ProxyServer, type ProxyServerOptions } from './config/proxy-server.ts';
export type { ProxyCredentials } from './config/proxy-url.ts';
export type { Section } from './config/section.ts';
// Files of a container
export type { CopyOptions, CopyResult } from './copy/copy.ts';
export { CopyError } from './copy/copy-error.ts';
// Which resources it serves, and in which version of itself
export type { ApiResource, ServedResources } from './discovery/api-resource.ts';
export { Discovery, type DiscoveryOptions, discovery, UnknownResourceError } from './discovery/discovery.ts';
export type { JsonSource, UnavailableVersion } from './discovery/served-resources.ts';
export type { ServerVersion } from './discovery/server-version.ts';
// What can go wrong
export {
  AuthenticationError,
  ConfigError,
  clientClosed,
  DeadlineError,
  notKubernetes,
  proxyFailed,
  TransportError,
} from './errors.ts';
export { type InputFileOptions, readInputFile } from './input-file.ts';
export type { LogReadOptions, LogStream, LogTextOptions } from './logs/log-stream.ts';
// Objects in files
export { type Manifest, ManifestError, parseManifests } from './manifests/manifest.ts';
export { type ReadManifestsOptions, readManifests } from './manifests/read-manifests.ts';
// Nodes and workloads
export { cordon, uncordon } from './node/cordon.ts';
export { type DrainOptions, type DrainProgress, type DrainResult, drain } from './node/drain.ts';
export { DrainError } from './node/drain-error.ts';
export type { DrainRules, PodGroup } from './node/drain-plan.ts';
export type { ClusterNode } from './node/node-kinds.ts';
// A port of a Pod
export { PortForwardError } from './port-forward/port-channels.ts';
export type { PortConnection } from './port-forward/port-connection.ts';
export type { TerminalSize } from './remote-command/channels.ts';
export type {
  AttachVerb,
  ExecOptions,
  ExecVerb,
  SpawnOptions,
  SpawnVerb,
} from './remote-command/command-verbs.ts';
export type { InputSource } from './remote-command/input.ts';
export type { OutputTarget } from './remote-command/output.ts';
export type { RemoteStreams, StreamTargets } from './remote-command/remote-streams.ts';
export type { CommandOutcome } from './remote-command/run-command.ts';
// For libraries: services and the layers around them
export { authenticationLayer } from './service/layers/authentication.ts';
export { type Impersonation, impersonationLayer } from './service/layers/impersonation.ts';
export {
  type RateLimitLayerOptions,
  type RateLimitOptions,
  rateLimitLayer,
} from './service/layers/rate-limit.ts';
export { type RetryLayerOptions, type RetryOptions, retryLayer } from './service/layers/retry.ts';
export { type RequestMessage, requestChannel } from './service/layers/tracing.ts';
export { userAgentLayer } from './service/layers/user-agent.ts';
export {
  type OnWarning,
  parseWarnings,
  type WarningMessage,
  warningChannel,
  warningsLayer,
  warnOnce,
} from './service/layers/warnings.ts';
export { parseResourcePath, type ResourcePath } from './service/resource-path.ts';
export { compose, type Layer, mapBody } from './service/service.ts';
export { describeSystemError, type SystemError, systemErrorOf } from './system-error.ts';
export { type ExchangeMessage, exchangeChannel } from './transport/exchange-trace.ts';
export { GotTransport, type GotTransportOptions } from './transport/got-transport.ts';
export { Http2Transport, type Http2TransportOptions } from './transport/http2/http2-transport.ts';
export type { Liveness } from './transport/liveness.ts';
export type { TlsOptions } from './transport/tls.ts';
export { type RestartedWorkload, restart } from './workload/restart.ts';
