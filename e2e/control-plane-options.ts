// What a control plane is started with and asked for.

import type { KeyPair } from '@kube-rx/apiserver';

export interface ControlPlaneOptions {
  /** Users with a bearer token besides the admin, for RBAC tests: they may do nothing until a role is bound. */
  readonly users?: readonly TokenUser[];
  /** More flags for kube-apiserver, e.g. `--watch-cache=false`. A later flag wins over an earlier one. */
  readonly apiServerFlags?: readonly string[];
  /**
   * Runs kube-controller-manager as well, with the rights that it has in a cluster: Deployments get ReplicaSets and Pods,
   * garbage is collected, namespaces finish, ServiceAccounts are made and asked for. Default: false.
   */
  readonly controllerManager?: boolean;
  /** How long a server may take to become ready. Default: 60,000 ms; it is usually 3,000 ms. */
  readonly startTimeout?: number;
}

export interface TokenUser {
  readonly name: string;
  readonly token: string;
  readonly groups?: readonly string[];
}

export interface KubeconfigOptions {
  /** Where the server is reached, e.g. a `CutProxy`'s url. Default: the API server itself. */
  readonly server?: string;
  /** A token user or a client certificate. Default: the admin's token. */
  readonly user?: TokenUser | KeyPair;
  readonly namespace?: string;
}

export interface AdminRequest {
  readonly method?: string;
  /** Sent as JSON unless it is text. */
  readonly body?: unknown;
  /** Default: application/json. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: the admin. */
  readonly user?: TokenUser;
}
