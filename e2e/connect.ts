// A client of the control plane, through the front door: its kubeconfig.

import { Client, Kubeconfig, resolveContext } from '@kube-rx/client';
import type { ControlPlane, KubeconfigOptions } from './control-plane.ts';

/** As the admin, directly; or as `options` say, as through a proxy. */
export async function connect(controlPlane: ControlPlane, options: KubeconfigOptions = {}): Promise<Client> {
  const text = controlPlane.kubeconfig(options);
  const kubeconfig = await Kubeconfig.parse([{ file: 'e2e.kubeconfig', text }]);
  return Client.fromConfig(await resolveContext(kubeconfig));
}

/** Resolves as soon as `condition` holds, and fails, saying what was waited for, when it does not in time. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
}
