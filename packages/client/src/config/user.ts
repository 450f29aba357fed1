// Reads a user of a kubeconfig: its credentials, client certificate and impersonation.

import { BasicCredentials, ClientCertificate, type Credentials, StaticToken } from '../auth/credentials.ts';
import { TokenFile } from '../auth/token-file.ts';
import { AuthenticationError } from '../errors.ts';
import type { Impersonation } from '../service/layers/impersonation.ts';
import type { Config } from './config.ts';
import { readPem, referredPath } from './referred-file.ts';
import type { Section } from './section.ts';

/** @throws ConfigError naming the key that is missing, contradictory or not supported. */
export async function readUser(
  user: Section,
): Promise<Pick<Config, 'credentials' | 'clientCertificate' | 'impersonation'>> {
  const clientCertificate = await readClientCertificate(user);
  const credentials = readCredentials(user);
  const impersonation = readImpersonation(user);
  // What is not set is absent, so that a program may spread the whole over values of its own.
  return {
    ...(clientCertificate && { clientCertificate }),
    ...(credentials && { credentials }),
    ...(impersonation && { impersonation }),
  };
}

async function readClientCertificate(user: Section): Promise<ClientCertificate | undefined> {
  const certificate = await readPem(user, 'client-certificate');
  const key = await readPem(user, 'client-key');
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined) throw user.problem('client-certificate', 'is missing beside client-key');
  if (key === undefined) throw user.problem('client-key', 'is missing beside client-certificate');
  return new ClientCertificate(certificate, key);
}

function readCredentials(user: Section): Credentials | undefined {
  for (const [key, instead] of unsupported)
    if (user.section(key)) throw user.problem(key, `is not supported yet; ${instead}`);
  const token = user.text('token');
  const tokenFile = user.text('tokenFile');
  const username = user.text('username');
  const hasToken = token !== undefined || tokenFile !== undefined;
  if (username !== undefined && hasToken)
    throw user.problem('username', 'cannot be used together with a token: remove one of them');
  if (username !== undefined) return new BasicCredentials(username, user.text('password') ?? '');
  try {
    if (tokenFile !== undefined) return new TokenFile(referredPath(user, tokenFile), { initial: token });
    return token === undefined ? undefined : new StaticToken(token);
  } catch (error) {
    if (error instanceof AuthenticationError) throw user.problem('token', error.message, error);
    throw error;
  }
}

const unsupported: readonly (readonly [key: string, instead: string])[] = [
  ['exec', 'use a token or a client certificate, as of a service account (kubectl create token NAME)'],
  ['auth-provider', 'kubectl has removed it too: use a token or a client certificate'],
];

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
