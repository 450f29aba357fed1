// What a connection needs, as read from a kubeconfig or a Pod's service account, or written by hand.

import type { ClientCertificateFiles } from '../auth/client-certificate-files.ts';
import type { ClientCertificate, Credentials } from '../auth/credentials.ts';
import type { Impersonation } from '../service/layers/impersonation.ts';
import type { TlsOptions } from '../transport/tls.ts';
import type { ProxyServer } from './proxy-server.ts';

/** Environment variables, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One cluster under one identity. Secrets in it are private fields, so that it may be logged. */
export interface Config {
  /**
   * As `https://10.0.0.1:6443`; a path in it is put before that of every request. A host and port without a scheme are
   * reached by `https://` where `tls` or `clientCertificate` say so, else by `http://`.
   */
  readonly server: string;
  /** The namespace of `Api.defaultNamespaced`. Default `default`. */
  readonly defaultNamespace?: string;
  /** Absent: the server is trusted by Node's own authorities. */
  readonly tls?: TlsOptions | undefined;
  /** Absent: no Authorization header. */
  readonly credentials?: Credentials | undefined;
  /** Or the files it is in, which are read again when they change. */
  readonly clientCertificate?: ClientCertificate | ClientCertificateFiles | undefined;
  /**
   * True: `credentials` are sent to an `http://` server also, where everybody on the way can read them. Default: they
   * are withheld, as kubectl does, and a log says so.
   */
  readonly credentialsWithoutTls?: boolean | undefined;
  readonly impersonation?: Impersonation | undefined;
  /**
   * Reaches the server by a proxy; `false`: by none. Absent: by the one in `HTTPS_PROXY` (`HTTP_PROXY` for an `http://`
   * server), unless `NO_PROXY` exempts the server, as for kubectl.
   */
  readonly proxy?: ProxyServer | false | undefined;
  /** Whether to accept compressed answers (servers compress above 128 KiB). Default true. */
  readonly compression?: boolean | undefined;
  /** Where all this was found, for messages: the file and the context. */
  readonly source?: string;
}
