// All errors of this package, besides the platform's `AbortError`:
//
//   KubeError                 root; keeps `cause`
//   ├─ ApiError               the server answered, with an error      what does its `status` say? (isNotFound…)
//   ├─ TransportError         no usable answer came                   which `code`: refused, reset, TLS…?
//   ├─ DeadlineError          the server was silent for too long      -
//   ├─ DecodeError            the answer cannot be understood         -
//   ├─ AuthenticationError    no credentials could be had             -
//   ├─ ConfigError            kubeconfig or environment is wrong      `where`: which file, which key
//   ├─ InvalidRequestError    refused before anything was sent        -
//   ├─ UnknownResourceError   discovery found no such resource        `resource`, `unavailable`
//   ├─ DrainError             a node could not be emptied              `refusals`, `pending`
//   ├─ ManifestError          manifests are wrong; nothing was sent   `problems`: which, where
//   ├─ ApplySetError          a set to prune is not ours              -
//   ├─ ApplyError             some of many objects failed             `results`: of all
//   └─ NotReadyError          an object will never be ready           -

import { escapeUnprintable, KubeError } from '@kube-rx/core';

/**
 * The code of a `TransportError` for an answer that no Kubernetes API server gives: a login page, a redirect,
 * a body that the codec does not decode.
 */
export const notKubernetes = 'NOT_KUBERNETES';

/** The code of a `TransportError` where a proxy on the way refuses to connect, or is none. Nothing reached the server. */
export const proxyFailed = 'PROXY_FAILED';

/** The code of a `TransportError` for a call that was made or running when its client was closed. */
export const clientClosed = 'CLIENT_CLOSED';

/**
 * No usable answer came: the connection failed, its TLS was not accepted, or it ended before the answer did.
 *
 * Caveats: a write that fails so may have been carried out, unless `code` says that no connection was made
 * (`ECONNREFUSED`, `ENOTFOUND`, `PROXY_FAILED`, a certificate's code).
 *
 * @example
 * await pods.list().catch((error) => error instanceof TransportError && error.code);   // 'ECONNREFUSED'
 */
export class TransportError extends KubeError {
  override readonly name = 'TransportError';
  /** Node's or OpenSSL's own code (`ECONNREFUSED`, `DEPTH_ZERO_SELF_SIGNED_CERT`), `NOT_KUBERNETES` or `PROXY_FAILED`. */
  readonly code: string;

  constructor(message: string, options: { code: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = options.code;
  }
}

/**
 * The server stayed silent for longer than the call's `timeout`. The connection is closed.
 *
 * Caveats: a write may have been carried out, or still be.
 *
 * @example
 * await pods.list({ timeout: 9 }).catch((error) => error instanceof DeadlineError && error.timeoutMs);   // 9
 */
export class DeadlineError extends KubeError {
  override readonly name = 'DeadlineError';
  readonly timeoutMs: number;

  constructor(message: string, options: { timeoutMs: number; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.timeoutMs = options.timeoutMs;
  }
}

/**
 * A kubeconfig, a service account or an option is missing something, or has something that cannot be used.
 * Nothing was sent.
 *
 * @example
 * await inferConfig({ context: 'nope' }).catch((error) => error instanceof ConfigError && error.where);
 */
export class ConfigError extends KubeError {
  override readonly name = 'ConfigError';
  /** The file and the key in it, as `/home/me/.kube/config: contexts[prod].context.cluster`. */
  readonly where: string;

  constructor(problem: string, options: { where: string; cause?: unknown }) {
    // A kubeconfig may come from anybody, and its names stand in both.
    const where = escapeUnprintable(options.where);
    super(`${where}: ${escapeUnprintable(problem)}`, { cause: options.cause });
    this.where = where;
  }
}

/**
 * There were no credentials for a request, as where a token file is missing. The request was not sent. If the server
 * refuses the credentials, that is an `ApiError` (see `isUnauthorized`).
 *
 * @example
 * const credentials = new TokenFile('/no/such/file');
 * await credentials.authorization(systemClock).catch((error) => error instanceof AuthenticationError);   // true
 */
export class AuthenticationError extends KubeError {
  override readonly name = 'AuthenticationError';
}

/** The code of an error of Node's, as `ENOENT`. */
export function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}
