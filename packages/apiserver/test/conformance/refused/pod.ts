import { refusals } from '../refusals.ts';

const container = { name: 'c', image: 'i' };
const spec = (fields: object): object => ({ spec: fields });
const one = (fields: object): object => ({ containers: [{ ...container, ...fields }] });
const context = (fields: object): object => spec({ securityContext: fields });
const annotated = (annotations: object, fields: object = {}): object => ({
  metadata: { annotations },
  spec: fields,
});
const seccomp = 'seccomp.security.alpha.kubernetes.io/pod';
const appArmor = 'container.apparmor.security.beta.kubernetes.io/';
const cost = 'controller.kubernetes.io/pod-deletion-cost';

export const group = refusals({
  resource: 'v1 pods',
  valid: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [container] } },
  refused: {
    'a restart policy that is none': spec({ restartPolicy: 'Sometimes' }),
    'a policy of names that is none': spec({ dnsPolicy: 'x' }),
    'a deadline of nothing': spec({ activeDeadlineSeconds: 0 }),
    'a late deadline': spec({ activeDeadlineSeconds: 2 ** 31 }),
    'names that are none': spec({
      hostname: 'A',
      subdomain: 'a.b',
      serviceAccountName: 'A',
      nodeName: 'A b',
    }),
    'a name of the host': spec({ hostnameOverride: 'A', setHostnameAsFQDN: true }),
    'a long name of the host': spec({ hostnameOverride: 'a'.repeat(65), hostNetwork: true }),
    'a label of nodes that is none': spec({ nodeSelector: { 'a b': '-' } }),
    'users out of range': context({
      runAsUser: -1,
      runAsGroup: -1,
      fsGroup: -1,
      supplementalGroups: [0, -1],
    }),
    'policies that are none': context({
      fsGroupChangePolicy: 'x',
      supplementalGroupsPolicy: 'x',
      seLinuxChangePolicy: 'x',
    }),
    'profiles that are none': context({ seccompProfile: { type: 'x' }, appArmorProfile: {} }),
    'a user of Windows': context({ windowsOptions: { runAsUserName: 'a\\b\\c' } }),
    'processes that are shared twice': spec({ shareProcessNamespace: true, hostPID: true }),
    'users of its own in spaces of the node': spec({
      hostUsers: false,
      hostNetwork: true,
      hostPID: true,
      hostIPC: true,
    }),
    'an operating system without a name': spec({ os: {} }),
    'an operating system that is none': spec({ os: { name: 'plan9' } }),
    'options of Windows on Linux': spec({
      os: { name: 'linux' },
      securityContext: { windowsOptions: {} },
      ...one({ securityContext: { windowsOptions: {} } }),
    }),
    'options of Linux on Windows': spec({
      os: { name: 'windows' },
      hostPID: true,
      securityContext: { runAsUser: 1, seccompProfile: { type: 'Unconfined' } },
      ...one({ securityContext: { privileged: false, runAsGroup: 1, procMount: 'Default' } }),
    }),
    'resources of a pod on Windows': spec({ os: { name: 'windows' }, resources: { limits: { cpu: 1 } } }),
    'a process of the node beside others': spec({
      hostNetwork: true,
      containers: [
        { ...container, securityContext: { windowsOptions: { hostProcess: true } } },
        { ...container, name: 'd' },
      ],
    }),
    'a process of the node against the pod': spec({
      hostNetwork: true,
      securityContext: { windowsOptions: { hostProcess: true } },
      ...one({ securityContext: { windowsOptions: { hostProcess: false } } }),
    }),
    'an overhead that is none': spec({ overhead: { disk: '1' } }),
    'claims of a pod': spec({ resources: { claims: [{ name: 'x' }] } }),
    'a resource that pods do not share': spec({ resources: { limits: { 'ephemeral-storage': '1Gi' } } }),
    'less than the containers want': spec({
      resources: { requests: { cpu: '1' } },
      containers: [
        { ...container, resources: { requests: { cpu: '700m' } } },
        { ...container, name: 'd', resources: { requests: { cpu: '0.5' } } },
      ],
    }),
    'less than an init container wants': spec({
      resources: { requests: { cpu: '1' } },
      initContainers: [
        { name: 's', image: 'i', restartPolicy: 'Always', resources: { requests: { cpu: '500m' } } },
        { name: 'i', image: 'i', resources: { requests: { cpu: '600m' } } },
      ],
    }),
    'less than a container may use': spec({
      resources: { limits: { cpu: '1' } },
      ...one({ resources: { limits: { cpu: '2' }, requests: { cpu: '1' } } }),
    }),
    'a cost that is none': annotated({ [cost]: '+1' }),
    'a copy without a node': annotated({ 'kubernetes.io/config.mirror': 'x' }),
    'profiles in annotations': annotated({ [seccomp]: 'x', [`${appArmor}d`]: 'y' }),
    'a profile of no container': annotated({ [`${appArmor}d`]: 'unconfined' }),
    'profiles that differ': annotated(
      { [seccomp]: 'runtime/default', [`${appArmor}c`]: 'localhost/a' },
      {
        securityContext: { seccompProfile: { type: 'Unconfined' } },
        ...one({ securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'b' } } }),
      },
    ),
  },
  taken: {
    'no deadline': spec({ activeDeadlineSeconds: null }),
    'names of the host': spec({ hostname: 'a', subdomain: 'b' }),
    'users of its own': spec({ hostUsers: false }),
    'an open mount of proc': spec({
      hostUsers: false,
      ...one({ securityContext: { procMount: 'Unmasked' } }),
    }),
    'a pod for Linux': spec({ os: { name: 'linux' } }),
    'a pod for Windows': spec({ os: { name: 'windows' } }),
    'processes of the node': spec({
      hostNetwork: true,
      securityContext: { windowsOptions: { hostProcess: true } },
    }),
    'resources of the pod': spec({
      resources: { requests: { cpu: '1' }, limits: { cpu: '2' } },
      ...one({ resources: { requests: { cpu: '1' } } }),
    }),
    'a cost': annotated({ [cost]: '-10' }),
    'a secret to pull with': spec({ imagePullSecrets: [{ name: 'a' }] }),
  },
});
