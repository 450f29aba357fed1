/** Jest's global setup: kube-apiserver and etcd are there before the first test starts, built if need be. */
import { findBinaries } from './binaries.ts';

export default async function buildBinaries(): Promise<void> {
  const binaries = await findBinaries();
  process.stderr.write(`kube-apiserver: ${binaries.kubeApiserver} (${binaries.origin})\n`);
}
