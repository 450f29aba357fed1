// Reads the auth-provider of a user, which kubectl has removed for all but OpenID Connect.

import { resolve } from 'node:path';
import { CertificateAuthorityFile } from '../auth/certificate-authority-file.ts';
import type { Credentials } from '../auth/credentials.ts';
import { IdToken, logInAgain } from '../auth/id-token.ts';
import { OidcCredentials, type OidcCredentialsOptions } from '../auth/oidc-credentials.ts';
import type { OidcProvider } from '../auth/oidc-provider.ts';
import { AuthenticationError } from '../errors.ts';
import { certificateProblem } from '../transport/pem.ts';
import { readData } from './referred-file.ts';
import type { Section } from './section.ts';

const instead: Readonly<Record<string, string>> = {
  gcp: 'gke-gcloud-auth-plugin (gcloud container clusters get-credentials NAME)',
  azure: 'kubelogin (kubelogin convert-kubeconfig)',
  aws: 'aws eks get-token (aws eks update-kubeconfig --name NAME)',
  openstack: 'client-keystone-auth',
};

/** @throws ConfigError for any but `oidc` with an id-token, or with what it takes to get one. */
export function readAuthProvider(provider: Section): Credentials {
  const name = provider.requireText('name');
  if (name !== 'oidc') {
    const plugin = Object.hasOwn(instead, name) ? instead[name] : 'of your provider, or a token';
    throw provider.problem(
      'name',
      `the auth-provider ${JSON.stringify(name)} is not supported, and kubectl has removed such; use the exec plugin ${plugin}`,
    );
  }
  const config = provider.requireSection('config');
  const idToken = config.text('id-token');
  const refresh = readRefresh(config);
  try {
    if (typeof refresh !== 'string')
      return new OidcCredentials({ ...refresh, idToken, where: config.where() });
    if (idToken !== undefined) return new IdToken(idToken, config.where('id-token'), refresh);
  } catch (error) {
    if (error instanceof AuthenticationError) throw config.problem('id-token', error.message, error);
    throw error;
  }
  throw config.problem('id-token', `is missing, and ${refresh}; ${logInAgain}`);
}

/** What it takes to refresh an id-token; or, in words, why it cannot be refreshed. */
function readRefresh(config: Section): Pick<OidcCredentialsOptions, 'provider' | 'refreshToken'> | string {
  const refreshToken = config.text('refresh-token');
  const clientId = config.text('client-id');
  const clientSecret = config.text('client-secret');
  const issuerText = config.text('idp-issuer-url');
  const missing = [
    refreshToken === undefined ? 'refresh-token' : '',
    issuerText === undefined ? 'idp-issuer-url' : '',
    clientId === undefined ? 'client-id' : '',
  ].filter(Boolean);
  if (refreshToken === undefined || clientId === undefined || issuerText === undefined)
    return `it cannot be refreshed without ${missing.join(' and ')}`;
  const issuer = URL.parse(issuerText);
  // A refresh token is worth as much as a password. An API server takes no other issuers either.
  if (issuer?.protocol !== 'https:' || issuer.username !== '' || issuer.password !== '')
    return 'it cannot be refreshed, as idp-issuer-url is no https:// URL';
  const certificateAuthority = readAuthority(config);
  const provider: OidcProvider = {
    issuer,
    clientId,
    clientSecret: () => clientSecret,
    ...(certificateAuthority !== undefined && { tls: { certificateAuthority } }),
  };
  return { provider, refreshToken };
}

// Where kubectl looks for the file: https://github.com/kubernetes/client-go/blob/v0.36.3/tools/clientcmd/loader.go makes
// other paths relative to the kubeconfig, and leaves this one to the working directory.
function readAuthority(config: Section): string | CertificateAuthorityFile | undefined {
  const key = 'idp-certificate-authority';
  const data = readData(config, `${key}-data`, certificateProblem);
  const path = config.text(key);
  return data ?? (path === undefined ? undefined : new CertificateAuthorityFile(resolve(path)));
}
