// Reads a user of a kubeconfig: its credentials, client certificate and impersonation.

import { ClientCertificateFiles } from '../auth/client-certificate-files.ts';
import { BasicCredentials, ClientCertificate, type Credentials, StaticToken } from '../auth/credentials.ts';
import { TokenFile } from '../auth/token-file.ts';
import { AuthenticationError, ConfigError } from '../errors.ts';
import type { Impersonation } from '../service/layers/impersonation.ts';
import { belongTogether, certificateProblem, keyProblem } from '../transport/pem.ts';
import { readAuthProvider } from './auth-provider.ts';
import type { Config } from './config.ts';
import { readExec } from './exec.ts';
import { pemFile, readPem, referredPath } from './referred-file.ts';
import type { Section } from './section.ts';

/** What a user is for. */
export interface UserCircumstances {
  /** What an exec plugin may be told of the cluster. */
  readonly cluster: object;
  /** Whether the server is reached without TLS. */
  readonly isPlaintext: boolean;
}

/**
 * Where the server is not reached over TLS, credentials will not be sent, so what is wrong with them does not matter.
 *
 * @throws ConfigError naming the key that is missing, contradictory or not supported.
 */
export async function readUser(
  user: Section,
  { cluster, isPlaintext }: UserCircumstances,
): Promise<Pick<Config, 'credentials' | 'clientCertificate' | 'impersonation'>> {
  const impersonation = readImpersonation(user);
  const proof = await readProof(user, cluster).catch((error: unknown) => {
    if (isPlaintext && error instanceof ConfigError) return {};
    throw error;
  });
  // What is not set is absent, so that a program may spread the whole over values of its own.
  return { ...proof, ...(impersonation && { impersonation }) };
}

async function readProof(
  user: Section,
  cluster: object,
): Promise<Pick<Config, 'credentials' | 'clientCertificate'>> {
  const clientCertificate = await readClientCertificate(user);
  const credentials =
    readCredentials(user) ?? readPlugin(user, { cluster, hasCertificate: !!clientCertificate });
  // Where others say who we are, it is left out, as by kubectl; alone, kubectl asks for the name.
  if (!credentials && !clientCertificate && user.text('password') !== undefined)
    throw user.problem('username', 'is missing beside password');
  return { ...(clientCertificate && { clientCertificate }), ...(credentials && { credentials }) };
}

async function readClientCertificate(
  user: Section,
): Promise<ClientCertificate | ClientCertificateFiles | undefined> {
  const certificate = await readPem(user, 'client-certificate', certificateProblem);
  const key = await readPem(user, 'client-key', keyProblem);
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined) throw user.problem('client-certificate', 'is missing beside client-key');
  if (key === undefined) throw user.problem('client-key', 'is missing beside client-certificate');
  const pair = new ClientCertificate(certificate, key);
  const paths = { certificate: pemFile(user, 'client-certificate'), key: pemFile(user, 'client-key') };
  // As for kubectl, one that is in the kubeconfig in part stays as it is.
  return paths.certificate === undefined || paths.key === undefined || !belongTogether(certificate, key)
    ? pair
    : new ClientCertificateFiles({ certificate: paths.certificate, key: paths.key }, { initial: pair });
}

function readCredentials(user: Section): Credentials | undefined {
  // A blank token is none.
  const token = user.text('token')?.trim() || undefined;
  const tokenFile = user.text('tokenFile');
  const username = user.text('username');
  const password = user.text('password');
  const contradiction = 'cannot be used together with a token: remove one of them';
  if (username !== undefined && (token !== undefined || tokenFile !== undefined))
    throw user.problem('username', contradiction);
  if (password !== undefined && token !== undefined) throw user.problem('password', contradiction);
  if (username !== undefined) return new BasicCredentials(username, password ?? '');
  try {
    if (tokenFile !== undefined) return new TokenFile(referredPath(user, tokenFile), { initial: token });
    return token === undefined ? undefined : new StaticToken(token);
  } catch (error) {
    if (error instanceof AuthenticationError) throw user.problem('token', error.message, error);
    throw error;
  }
}

// As for kubectl, a token or password beside them wins, and a client certificate beside an exec plugin.
function readPlugin(
  user: Section,
  { cluster, hasCertificate }: { readonly cluster: object; readonly hasCertificate: boolean },
): Credentials | undefined {
  const exec = user.section('exec');
  const provider = user.section('auth-provider');
  if (exec && provider)
    throw user.problem('auth-provider', 'cannot be used together with exec: remove one of them');
  if (provider) return readAuthProvider(provider);
  return exec && !hasCertificate ? readExec(exec, cluster) : undefined;
}

function readImpersonation(user: Section): Impersonation | undefined {
  const name = user.text('as');
  const groups = user.texts('as-groups');
  const uid = user.text('as-uid');
  const extraSection = user.section('as-user-extra');
  if (name === undefined) {
    const lonely = groups ? 'as-groups' : uid ? 'as-uid' : extraSection ? 'as-user-extra' : undefined;
    if (lonely) throw user.problem(lonely, 'needs a user to act as: set as');
    return undefined;
  }
  const extra = extraSection?.keys().map((key) => [key, extraSection.texts(key) ?? []] as const);
  return { user: name, groups, uid, extra: extra && Object.fromEntries(extra) };
}
