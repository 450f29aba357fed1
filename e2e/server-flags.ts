// The flags that the servers of a control plane are started with.

import { join } from 'node:path';

export interface Place {
  /** Holds data, logs and keys, see `server-keys.ts`. */
  readonly folder: string;
  readonly ports: Ports;
  readonly controllerManager: boolean;
}

export type Ports = Readonly<Record<'apiServer' | 'etcd' | 'etcdPeer' | 'controllerManager', number>>;

export function etcdFlags({ folder, ports }: Place): readonly string[] {
  return [
    `--data-dir=${join(folder, 'etcd-data')}`,
    `--listen-client-urls=${loopback('http', ports.etcd)}`,
    `--advertise-client-urls=${loopback('http', ports.etcd)}`,
    `--listen-peer-urls=${loopback('http', ports.etcdPeer)}`,
    '--unsafe-no-fsync=true', // a killed process loses nothing by it, only a killed machine does
    '--log-level=warn',
  ];
}

export function apiServerFlags({ folder, ports, controllerManager }: Place): readonly string[] {
  const file = (name: string): string => join(folder, name);
  return [
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.apiServer}`,
    `--etcd-servers=${loopback('http', ports.etcd)}`,
    `--cert-dir=${file('apiserver-certs')}`,
    `--tls-cert-file=${file('server.crt')}`,
    `--tls-private-key-file=${file('server.key')}`,
    `--client-ca-file=${file('ca.crt')}`,
    `--token-auth-file=${file('tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    '--service-cluster-ip-range=10.0.0.0/24',
    `--service-account-issuer=${loopback('https', ports.apiServer)}/`,
    `--service-account-key-file=${file('service-account.pub')}`,
    `--service-account-signing-key-file=${file('service-account.key')}`,
    // Without a controller that makes the ServiceAccounts, nothing could be made that this plugin insists on them for.
    ...(controllerManager ? [] : ['--disable-admission-plugins=ServiceAccount']),
  ];
}

export function controllerManagerFlags({ folder, ports }: Place): readonly string[] {
  const file = (name: string): string => join(folder, name);
  return [
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.controllerManager}`,
    `--tls-cert-file=${file('server.crt')}`,
    `--tls-private-key-file=${file('server.key')}`,
    `--kubeconfig=${file('kube-controller-manager.kubeconfig')}`,
    `--root-ca-file=${file('ca.crt')}`,
    `--service-account-private-key-file=${file('service-account.key')}`,
    // Each of its controllers with its own rights, as a cluster has it.
    '--use-service-account-credentials=true',
    '--leader-elect=false',
    // Its own limits are for clusters that others use as well.
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ];
}

/** Where a server of this port is reached on this machine. */
export function loopback(scheme: 'http' | 'https', port: number): string {
  return `${scheme}://127.0.0.1:${port}`;
}
