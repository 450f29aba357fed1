// Kubeconfigs with one cluster and one user.

export interface KubeconfigParts {
  readonly server: string;
  readonly cluster?: object;
  readonly user: object;
  readonly userName?: string;
}

/** JSON, which is YAML. */
export function kubeconfigText({ server, cluster, user, userName = 'u' }: KubeconfigParts): string {
  return JSON.stringify({
    'current-context': 'x',
    contexts: [{ name: 'x', context: { cluster: 'c', user: userName } }],
    clusters: [{ name: 'c', cluster: { server, ...cluster } }],
    users: [{ name: userName, user }],
  });
}
