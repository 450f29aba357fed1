/** The text of a kubeconfig with one cluster, one user and one context, all data inline. */
import type { KeyPair } from '@kube-rx/apiserver';

export interface KubeconfigParts {
  readonly server: string;
  /** The authority of the server's certificate, PEM. */
  readonly ca: string;
  readonly user: string;
  readonly credentials: { readonly token: string } | { readonly clientCertificate: KeyPair };
  /** The context's namespace. Default: none, which means `default`. */
  readonly namespace?: string;
}

export function formatKubeconfig(parts: KubeconfigParts): string {
  const credentials =
    'token' in parts.credentials
      ? [`token: ${JSON.stringify(parts.credentials.token)}`]
      : [
          `client-certificate-data: ${base64(parts.credentials.clientCertificate.certificate)}`,
          `client-key-data: ${base64(parts.credentials.clientCertificate.key)}`,
        ];
  const namespace =
    parts.namespace === undefined ? [] : [`    namespace: ${JSON.stringify(parts.namespace)}`];
  return `${[
    'apiVersion: v1',
    'kind: Config',
    'current-context: e2e',
    'clusters:',
    '- name: e2e',
    '  cluster:',
    `    server: ${JSON.stringify(parts.server)}`,
    `    certificate-authority-data: ${base64(parts.ca)}`,
    'users:',
    `- name: ${JSON.stringify(parts.user)}`,
    '  user:',
    ...credentials.map((line) => `    ${line}`),
    'contexts:',
    '- name: e2e',
    '  context:',
    '    cluster: e2e',
    `    user: ${JSON.stringify(parts.user)}`,
    ...namespace,
  ].join('\n')}\n`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
