// Reads the auth-provider of a user, which kubectl has removed for all but OpenID Connect.

import { IdToken } from '../auth/id-token.ts';
import { AuthenticationError } from '../errors.ts';
import type { Section } from './section.ts';

const instead: Readonly<Record<string, string>> = {
  gcp: 'gke-gcloud-auth-plugin (gcloud container clusters get-credentials NAME)',
  azure: 'kubelogin (kubelogin convert-kubeconfig)',
  aws: 'aws eks get-token (aws eks update-kubeconfig --name NAME)',
  openstack: 'client-keystone-auth',
};

/** @throws ConfigError for any but `oidc` with an id-token. */
export function readAuthProvider(provider: Section): IdToken {
  const name = provider.requireText('name');
  if (name !== 'oidc') {
    const plugin = Object.hasOwn(instead, name) ? instead[name] : 'of your provider, or a token';
    throw provider.problem(
      'name',
      `the auth-provider ${JSON.stringify(name)} is not supported, and kubectl has removed such; use the exec plugin ${plugin}`,
    );
  }
  const config = provider.section('config');
  const token = config?.text('id-token');
  if (!config || token === undefined)
    throw provider.problem(
      'config.id-token',
      'is missing; log in again, or use the exec plugin kubelogin (kubectl oidc-login get-token)',
    );
  try {
    return new IdToken(token, config.where('id-token'));
  } catch (error) {
    if (error instanceof AuthenticationError) throw config.problem('id-token', error.message, error);
    throw error;
  }
}
