// Who may ask the server: its flags about users, and the files that they name.

import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { type ApiServerOptions, certificateBundleFault } from '@kube-rx/apiserver';
import type { HttpService } from '@kube-rx/core';
import { UsageError } from '../failure.ts';
import { readInput } from '../input-file.ts';
import { parseTokenFile } from './token-file.ts';

export interface AuthenticationFlags {
  readonly tls?: boolean;
  readonly tokenFile?: string;
  readonly rbac?: boolean;
  readonly clientCa?: string;
  readonly adminKubeconfig?: string;
  readonly writeKubeconfig?: string;
  readonly serviceAccountIssuer?: string;
  readonly serviceAccountSigningKeyFile?: string;
}

export interface Authentication {
  /** For the server. */
  readonly options: Pick<ApiServerOptions, 'tokens' | 'rbac' | 'serviceAccountIssuer' | 'serviceAccountKey'>;
  /** Certificates, PEM, of those who sign certificates of clients. */
  readonly clientAuthority: string | undefined;
  /** The token of a user who may do everything, made for this run; undefined where everybody may. */
  readonly adminToken: string | undefined;
  readonly warnings: readonly string[];
}

/** @throws UsageError for flags that do not go together, and for a file that cannot be read or holds something else. */
export async function readAuthentication(
  flags: AuthenticationFlags,
  signal: AbortSignal,
): Promise<Authentication> {
  const { tokenFile, clientCa, adminKubeconfig, serviceAccountIssuer, serviceAccountSigningKeyFile } = flags;
  checkTogether(flags);
  const rbac = flags.rbac === true;
  const read = async (flag: string, path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : await readInput({ flag, path }, signal);
  const users = await read('--token-file', tokenFile);
  const known = users === undefined ? undefined : parseTokenFile(users, tokenFile ?? '');
  const clientAuthority = await read('--client-ca', clientCa);
  const fault = clientAuthority === undefined ? undefined : certificateBundleFault(clientAuthority);
  if (fault !== undefined) throw new UsageError(`--client-ca: ${clientCa} ${fault}`);
  const isOpen = !rbac && (known ?? clientAuthority ?? adminKubeconfig) === undefined;
  const adminToken = isOpen ? undefined : randomBytes(32).toString('base64url');
  const admin = { name: 'kubernetes-admin', groups: ['system:masters'] };
  const tokens = { ...known?.tokens, ...(adminToken !== undefined && { [adminToken]: admin }) };
  const key = await read('--service-account-signing-key-file', serviceAccountSigningKeyFile);
  const nobody = rbac && tokenFile === undefined && clientCa === undefined && adminKubeconfig === undefined;
  return {
    options: {
      ...(!isOpen && { tokens }),
      rbac,
      ...(serviceAccountIssuer !== undefined && { serviceAccountIssuer }),
      ...(key !== undefined && { serviceAccountKey: key }),
    },
    clientAuthority,
    adminToken,
    warnings: [
      ...(known?.warnings ?? []),
      ...(nobody ? ['nobody can be known; --admin-kubeconfig, --token-file and --client-ca name users'] : []),
    ],
  };
}

/** The same service, asked by the user of this token. */
export function withToken(service: HttpService, token: string | undefined): HttpService {
  if (token === undefined) return service;
  return (request, call) =>
    service({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }, call);
}

function checkTogether({ tls, clientCa, adminKubeconfig, writeKubeconfig }: AuthenticationFlags): void {
  if (clientCa !== undefined && tls !== true)
    throw new UsageError('--client-ca works with TLS alone; give --tls as well');
  const isSame =
    adminKubeconfig !== undefined &&
    writeKubeconfig !== undefined &&
    resolve(adminKubeconfig) === resolve(writeKubeconfig);
  if (isSame) throw new UsageError('--admin-kubeconfig and --write-kubeconfig name one file; give them two');
}
