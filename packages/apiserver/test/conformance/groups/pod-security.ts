// What PodSecurity lets in: pods at each level, and at versions of the levels.

import type { Group } from '../session.ts';

const container = (name: string, more: object = {}): object => ({ name, image: 'i', ...more });
const safe = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

interface Judged {
  readonly spec: object;
}

const of = (container0: object, more: object = {}): Judged => ({
  spec: { containers: [container('c', container0)], ...more },
});
const secured = (context: object, more: object = {}): Judged =>
  of({ securityContext: { ...safe, ...context } }, more);
const pods: Readonly<Record<string, Judged>> = {
  plain: of({}),
  safe: secured({}),
  'safe as a whole': {
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        container('c', {
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        }),
      ],
    },
  },
  'many containers': {
    spec: {
      initContainers: [container('a')],
      containers: [container('b'), container('c', { securityContext: safe })],
    },
  },
  'the host': secured({}, { hostNetwork: true, hostPID: true, hostIPC: true }),
  'the network of the host': secured({}, { hostNetwork: true }),
  'a path of the host': secured(
    {},
    {
      volumes: [
        { name: 'v', hostPath: { path: '/' } },
        { name: 'w', emptyDir: {} },
      ],
    },
  ),
  'paths and others': secured(
    {},
    {
      volumes: [
        { name: 'v', hostPath: { path: '/' } },
        { name: 'w', nfs: { server: 's', path: '/' } },
        { name: 'x', hostPath: { path: '/x' } },
        { name: 'y', iscsi: { targetPortal: '1.2.3.4', iqn: 'iqn.2001-04.com.example:x', lun: 0 } },
      ],
    },
  ),
  'allowed volumes': secured(
    {},
    {
      volumes: [
        { name: 'a', configMap: { name: 'a' } },
        { name: 'b', secret: { secretName: 'b' } },
        { name: 'c', projected: { sources: [] } },
        { name: 'd', downwardAPI: { items: [] } },
        { name: 'e', persistentVolumeClaim: { claimName: 'e' } },
        { name: 'f', csi: { driver: 'f.example.com' } },
        { name: 'g', image: { reference: 'g' } },
      ],
    },
  ),
  'a port of the host': of({ securityContext: safe, ports: [{ containerPort: 80, hostPort: 8080 }] }),
  'ports of the host': {
    spec: {
      initContainers: [container('a', { securityContext: safe, ports: [{ containerPort: 1, hostPort: 9 }] })],
      containers: [
        container('b', { securityContext: safe, ports: [{ containerPort: 80, hostPort: 80 }] }),
        container('c', { securityContext: safe, ports: [{ containerPort: 81, hostPort: 443 }] }),
      ],
    },
  },
  'hosts of probes': {
    spec: {
      containers: [
        container('b', {
          securityContext: safe,
          livenessProbe: { httpGet: { port: 80, host: 'b.example.com' } },
          lifecycle: { preStop: { httpGet: { port: 80, host: 'a.example.com' } } },
        }),
        container('a', {
          securityContext: safe,
          readinessProbe: { tcpSocket: { port: 80, host: 'b.example.com' } },
        }),
      ],
    },
  },
  'the host of a probe': of({ securityContext: safe, startupProbe: { tcpSocket: { port: 1, host: 'h' } } }),
  privileged: of({ securityContext: { ...safe, allowPrivilegeEscalation: true, privileged: true } }),
  'two privileged': {
    spec: {
      containers: [
        container('a', { securityContext: { privileged: true } }),
        container('b', { securityContext: { privileged: true } }),
      ],
    },
  },
  'all of proc': secured({ procMount: 'Unmasked' }, { hostUsers: false }),
  'root of its own': of(
    { securityContext: { ...safe, runAsNonRoot: false, runAsUser: 0 } },
    { hostUsers: false },
  ),
  'more capabilities': secured({ capabilities: { drop: ['ALL'], add: ['SYS_TIME', 'NET_ADMIN', 'CHOWN'] } }),
  'usual capabilities': secured({ capabilities: { drop: ['ALL'], add: ['CHOWN'] } }),
  'one capability': secured({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }),
  'not all are dropped': secured({ capabilities: { drop: ['NET_RAW'], add: ['SYS_TIME'] } }),
  'an unconfined profile': secured({ seccompProfile: { type: 'Unconfined' } }),
  'unconfined as a whole': {
    spec: {
      securityContext: { seccompProfile: { type: 'Unconfined' }, runAsNonRoot: true },
      containers: [
        container('a', { securityContext: safe }),
        container('b', { securityContext: { ...safe, seccompProfile: { type: 'Unconfined' } } }),
      ],
    },
  },
  'a profile of the node': secured({ seccompProfile: { type: 'Localhost', localhostProfile: 'p' } }),
  'an unconfined AppArmor': secured({ appArmorProfile: { type: 'Unconfined' } }),
  'an unconfined AppArmor as a whole': secured(
    {},
    { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
  ),
  'an AppArmor of the node': secured({ appArmorProfile: { type: 'Localhost', localhostProfile: 'p' } }),
  'SELinux of its own': secured({ seLinuxOptions: { type: 'spc_t', user: 'u', role: 'r' } }),
  'SELinux of pod and container': {
    spec: {
      securityContext: { seLinuxOptions: { type: 'b_t' }, runAsNonRoot: true },
      containers: [container('c', { securityContext: { ...safe, seLinuxOptions: { type: 'a_t' } } })],
    },
  },
  'SELinux of an engine': secured({ seLinuxOptions: { type: 'container_engine_t' } }),
  sysctls: secured(
    {},
    {
      securityContext: {
        sysctls: [
          { name: 'kernel.msgmax', value: '1' },
          { name: 'net.ipv4.tcp_syncookies', value: '1' },
          { name: 'net.core.somaxconn', value: '1' },
        ],
      },
    },
  ),
  'newer sysctls': secured(
    {},
    {
      securityContext: {
        sysctls: [
          { name: 'net.ipv4.ip_local_reserved_ports', value: '1' },
          { name: 'net.ipv4.tcp_keepalive_time', value: '1' },
          { name: 'net.ipv4.tcp_rmem', value: '1' },
        ],
      },
    },
  ),
  root: secured({ runAsUser: 0 }),
  'root as a whole': secured({}, { securityContext: { runAsUser: 0, runAsNonRoot: false } }),
  'may be root': secured({ runAsNonRoot: false }),
  'a process of the node': {
    spec: {
      os: { name: 'windows' },
      hostNetwork: true,
      securityContext: { windowsOptions: { hostProcess: true }, runAsNonRoot: true },
      containers: [container('c', { securityContext: { windowsOptions: { hostProcess: true } } })],
    },
  },
  'of Windows': {
    spec: { os: { name: 'windows' }, securityContext: { runAsNonRoot: true }, containers: [container('c')] },
  },
};

const versions = [
  'v1.0',
  'v1.7',
  'v1.8',
  'v1.18',
  'v1.19',
  'v1.22',
  'v1.23',
  'v1.25',
  'v1.27',
  'v1.29',
  'v1.31',
  'v1.32',
  'v1.34',
  'v1.35',
  'v1.36',
  'v1.99',
];

const told = [
  'plain',
  'newer sysctls',
  'of Windows',
  'root of its own',
  'all of proc',
  'SELinux of an engine',
  'the host of a probe',
  'more capabilities',
  'root',
  'an unconfined profile',
];

export const group: Group = async (t) => {
  const ask = async (namespace: string, name: string, { spec }: Judged): Promise<void> => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec,
    };
    await t.post(`/api/v1/namespaces/${namespace}/pods`, pod, {
      query: { dryRun: 'All' },
      only: ['kind'],
      note: name,
    });
  };
  const make = async (name: string, labels: object): Promise<void> => {
    await t.post('/api/v1/namespaces', { metadata: { name, labels } }, { only: ['kind'] });
  };
  for (const level of ['privileged', 'baseline', 'restricted']) {
    const namespace = `${t.namespace}-${level}`;
    await make(namespace, { 'pod-security.kubernetes.io/enforce': level });
    if (level !== 'privileged')
      for (const [name, pod] of Object.entries(pods)) await ask(namespace, name, pod);
  }
  await ask(`${t.namespace}-privileged`, 'privileged', pods['privileged'] ?? of({}));
  for (const level of ['baseline', 'restricted'])
    for (const version of versions) {
      const namespace = `${t.namespace}-${level}-${version.replace('.', '-')}`;
      await make(namespace, {
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/enforce-version': version,
      });
      for (const name of told) await ask(namespace, name, pods[name] ?? of({}));
    }
};
