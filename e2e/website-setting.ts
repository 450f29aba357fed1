// The operator of websites of the examples on a control plane: installed from its manifest, and with its rights alone.

import {
  Api,
  applyAll,
  Client,
  type Config,
  Kubeconfig,
  readManifests,
  resolveContext,
} from '@kube-rx/client';
import type { ControllerLog } from '@kube-rx/controller';
import { ClusterRoleBinding, RoleBinding } from '@kube-rx/k8s';
import type { ControlPlane } from './control-plane.ts';

const account = 'system:serviceaccount:default:website-operator';
const subjects = [{ kind: 'User', name: account, apiGroup: 'rbac.authorization.k8s.io' }];

export interface WebsiteSetting extends AsyncDisposable {
  readonly admin: Client;
  /** Asks as the operator's ServiceAccount. */
  readonly operator: Client;
  /** Keeps what is told at the levels warn and error. */
  readonly log: ControllerLog;
  readonly complaints: readonly string[];
}

export async function installWebsites(controlPlane: ControlPlane): Promise<WebsiteSetting> {
  const config = await configOf(controlPlane);
  const admin = Client.fromConfig(config);
  const operator = Client.fromConfig({ ...config, impersonation: { user: account } });
  const manifests = await readManifests(
    new URL('../examples/operators/website.yaml', import.meta.url).pathname,
  );
  await applyAll(admin, manifests, { wait: true });
  await Api.all(admin, ClusterRoleBinding).create({
    metadata: { name: 'website-operator' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'website-operator' },
    subjects,
  });
  await Api.namespaced(admin, RoleBinding, 'dns').create({
    metadata: { name: 'website-operator' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'website-operator' },
    subjects,
  });
  const complaints: string[] = [];
  return {
    admin,
    operator,
    complaints,
    log: complaintsTo(complaints),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([operator.close(), admin.close()]);
    },
  };
}

function complaintsTo(complaints: string[]): ControllerLog {
  const keep = (fields: object, message: string): void =>
    void complaints.push(`${message} ${JSON.stringify(fields)}`);
  const log: ControllerLog = {
    debug: () => undefined,
    info: () => undefined,
    warn: keep,
    error: keep,
    child: () => log,
  };
  return log;
}

async function configOf(of: ControlPlane): Promise<Config> {
  return resolveContext(await Kubeconfig.parse([{ file: 'e2e.kubeconfig', text: of.kubeconfig({}) }]));
}
