// The embedded server as a cluster is: over TLS, with tokens and roles, and a kubeconfig for those who ask.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServer, type ApiServerOptions } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { formatKubeconfig } from '../kubeconfig.ts';

export interface EmbeddedCluster extends AsyncDisposable {
  readonly server: ApiServer;
  readonly url: string;
  /** A file for the user `admin` of the group system:masters. */
  readonly kubeconfig: string;
  /** Goes with the cluster; holds the kubeconfig. */
  readonly folder: string;
}

export async function startEmbedded(options: ApiServerOptions = {}): Promise<EmbeddedCluster> {
  const token = 'admin-token';
  const server = new ApiServer({
    resources: catalog,
    rbac: true,
    tokens: { [token]: { name: 'admin', uid: 'admin', groups: ['system:masters'] } },
    ...options,
  });
  const { url, certificateAuthority = '' } = await server.listen({ tls: true });
  const folder = await mkdtemp(join(tmpdir(), 'kube-rx-client-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const text = formatKubeconfig({
    server: url,
    ca: certificateAuthority,
    user: 'admin',
    credentials: { token },
  });
  await writeFile(kubeconfig, text, { mode: 0o600 });
  return {
    server,
    url,
    kubeconfig,
    folder,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
