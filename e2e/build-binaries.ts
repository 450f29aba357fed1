/** Jest's global setup: the servers are there before the first test starts, built if need be. */
import { findBinaries, findControllerManager } from './binaries.ts';

export default async function buildBinaries(): Promise<void> {
  const binaries = await findBinaries();
  process.stderr.write(`kube-apiserver: ${binaries.kubeApiserver} (${binaries.origin})\n`);
  const controllerManager = await findControllerManager();
  process.stderr.write(`kube-controller-manager: ${controllerManager.file} (${controllerManager.origin})\n`);
}
