import { refusals } from '../refusals.ts';

const container = { name: 'c', image: 'i' };
const spec = (fields: object): object => ({ spec: fields });
const one = (fields: object): object => spec({ containers: [{ ...container, ...fields }] });
const init = (fields: object): object => spec({ initContainers: [{ name: 'i', image: 'i', ...fields }] });
const ports = (...all: readonly object[]): object => one({ ports: all });
const env = (...all: readonly object[]): object => one({ env: all });
const from = (valueFrom: object): object => env({ name: 'A', valueFrom });
const envFrom = (...all: readonly object[]): object => one({ envFrom: all });
const live = (probe: object): object => one({ livenessProbe: probe });
const exec = { command: ['true'] };
const resources = (fields: object): object => one({ resources: fields });
const requests = (requested: object, limits: object = {}): object =>
  resources({ requests: requested, limits });
const rules = (...restartPolicyRules: readonly object[]): object =>
  one({ restartPolicy: 'Never', restartPolicyRules });
const inCodes = { operator: 'In', values: [1] };

export const group = refusals({
  resource: 'v1 pods',
  valid: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [container] } },
  refused: {
    'no spec': spec({ containers: null }),
    'no containers': spec({ containers: [] }),
    'a container without anything': spec({ containers: [{}] }),
    'a name that is none': one({ name: 'A_b' }),
    'a name that is too long': one({ name: 'a'.repeat(64) }),
    'a name with dots': one({ name: 'a.b' }),
    'a name twice': spec({ containers: [container, container] }),
    'no image': one({ image: '' }),
    'an image with spaces around it': one({ image: ' i ' }),
    'a pull policy that is none': one({ imagePullPolicy: 'Sometimes' }),
    'a message policy that is none': one({ terminationMessagePolicy: 'Stdout' }),
    'all kinds of faults': one({ name: '', image: '', imagePullPolicy: 'x', ports: [{}], env: [{}] }),
    'a port without a number': ports({ name: 'http' }),
    'ports out of range': ports({ containerPort: 65_536 }, { containerPort: -1, hostPort: 70_000 }),
    'a protocol that is none': ports({ containerPort: 1, protocol: 'tcp' }),
    'a port with a bad name': ports({ containerPort: 1, name: '-A--' }),
    'a port with a long name': ports({ containerPort: 1, name: 'a'.repeat(16) }),
    'a port named by digits': ports({ containerPort: 1, name: '80' }),
    'a name of ports twice': ports({ containerPort: 1, name: 'a' }, { containerPort: 2, name: 'a' }),
    'a port of the node twice': ports({ containerPort: 1, hostPort: 5 }, { containerPort: 2, hostPort: 5 }),
    'a port of the node in two containers': spec({
      containers: [
        { ...container, ports: [{ containerPort: 1, hostPort: 5 }] },
        { ...container, name: 'd', ports: [{ containerPort: 1, hostPort: 5 }] },
      ],
    }),
    'a variable without a name': env({ value: 'x' }),
    'a variable with a sign': env({ name: 'A=B', value: 'x' }),
    'a variable with a letter beyond ASCII': env({ name: 'Ä', value: 'x' }),
    'a variable from nowhere': from({}),
    'a variable from two places': from({
      fieldRef: { fieldPath: 'metadata.name' },
      secretKeyRef: { name: 's', key: 'k' },
    }),
    'a variable with a value and a source': env({
      name: 'A',
      value: 'x',
      valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
    }),
    'a field without a path': from({ fieldRef: {} }),
    'a field of another version': from({ fieldRef: { apiVersion: 'v2', fieldPath: 'metadata.name' } }),
    'a field that is none': from({ fieldRef: { fieldPath: 'spec.volumes' } }),
    'a field that is not for variables': from({ fieldRef: { fieldPath: 'status.phase' } }),
    'all labels': from({ fieldRef: { fieldPath: 'metadata.labels' } }),
    'a label that is none': from({ fieldRef: { fieldPath: "metadata.labels['a b']" } }),
    'an annotation that is none': from({ fieldRef: { fieldPath: "metadata.annotations['A b']" } }),
    'one of what has no parts': from({ fieldRef: { fieldPath: "spec.nodeName['a']" } }),
    'a resource that is none': from({ resourceFieldRef: { resource: 'limits.disk' } }),
    'no resource': from({ resourceFieldRef: {} }),
    'a divisor of memory': from({ resourceFieldRef: { resource: 'limits.memory', divisor: '2' } }),
    'a divisor of processors': from({ resourceFieldRef: { resource: 'limits.cpu', divisor: '10m' } }),
    'keys that are none': env(
      { name: 'A', valueFrom: { configMapKeyRef: { name: 'A', key: 'a b' } } },
      { name: 'B', valueFrom: { secretKeyRef: { name: '', key: '' } } },
    ),
    'a file without anything': from({ fileKeyRef: {} }),
    'a file outside of its volume': from({
      fileKeyRef: { volumeName: 'v', path: '../x', key: 'A', optional: true },
    }),
    'a file in a volume that holds others': spec({
      volumes: [{ name: 'v', secret: { secretName: 's' } }],
      containers: [
        {
          ...container,
          env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'x', key: 'A' } } }],
        },
      ],
    }),
    'variables from nowhere': envFrom({}),
    'variables from two places': envFrom({ configMapRef: { name: 'a' }, secretRef: { name: 'b' } }),
    'variables from what has no name': envFrom({ configMapRef: {} }, { secretRef: { name: 'A' } }),
    'a prefix that is none': envFrom({ prefix: 'a=', configMapRef: { name: 'a' } }),
    'a probe that does nothing': live({}),
    'a probe that does two things': live({ exec, tcpSocket: { port: 80 } }),
    'a command without words': live({ exec: {} }),
    'a request without a port': live({ httpGet: {} }),
    'a request with a bad scheme': live({ httpGet: { port: 80, scheme: 'http' } }),
    'a request with a bad header': live({
      httpGet: { port: 'web', httpHeaders: [{ name: 'a b', value: '' }] },
    }),
    'a request to a port with a bad name': live({ httpGet: { port: 'A B' } }),
    'a connection to no port': live({ tcpSocket: { port: 0 } }),
    'a call to no port': live({ grpc: { port: 0 } }),
    'negative counts': live({
      exec,
      initialDelaySeconds: -1,
      timeoutSeconds: -1,
      periodSeconds: -1,
      failureThreshold: -1,
      successThreshold: -1,
    }),
    'two successes': one({
      livenessProbe: { exec, successThreshold: 2 },
      startupProbe: { exec, successThreshold: 2 },
    }),
    'a grace of nothing': live({ exec, terminationGracePeriodSeconds: 0 }),
    'a grace of readiness': one({ readinessProbe: { exec, terminationGracePeriodSeconds: 1 } }),
    'a hook that does nothing': one({ lifecycle: { preStop: {}, postStart: {} } }),
    'a long sleep': one({ lifecycle: { preStop: { sleep: { seconds: 31 } } } }),
    'a hook that does two things': one({
      lifecycle: {
        postStart: { exec, httpGet: { port: 80 }, tcpSocket: { port: 1 }, sleep: { seconds: -1 } },
      },
    }),
    'a resource without a group': requests({ disk: 1 }),
    'a resource of quotas': requests({ 'requests.cpu': 1 }),
    'pods as a resource': requests({ pods: '0.5' }),
    'a resource with a bad name': requests({ 'a b': 1 }),
    'a resource of two slashes': requests({ 'a/b/c': 1 }, { 'a/b/c': 1 }),
    'a negative request': requests({ cpu: '-1' }),
    'a request beyond its limit': requests({ cpu: '2' }, { cpu: '1500m' }),
    'a part of a device': requests({ 'example.com/gpu': '0.5' }, { 'example.com/gpu': '0.5' }),
    'fewer devices than the limit': requests({ 'example.com/gpu': 1 }, { 'example.com/gpu': 2 }),
    'devices named as in quotas': requests(
      { 'requests.example.com/gpu': 1 },
      { 'requests.example.com/gpu': 1 },
    ),
    'huge pages alone': requests({ 'hugepages-2Mi': '4Mi' }, { 'hugepages-2Mi': '4Mi' }),
    'half a huge page': resources({ limits: { cpu: 1, 'hugepages-2Mi': '3Mi' } }),
    'huge pages of no size': resources({ limits: { cpu: 1, 'hugepages-x': '3Mi' } }),
    'claims that are not there': resources({ claims: [{ name: 'x' }, { name: '' }, { name: 'x' }] }),
    'claims that overlap': spec({
      resourceClaims: [{ name: 'x', resourceClaimName: 'x' }],
      containers: [
        {
          ...container,
          resources: { claims: [{ name: 'x', request: 'a' }, { name: 'x' }, { name: 'y', request: 'B' }] },
        },
      ],
    }),
    'policies of resizing': one({
      resizePolicy: [
        { resourceName: 'cpu', restartPolicy: 'Never' },
        { resourceName: 'cpu', restartPolicy: '' },
        { resourceName: 'disk', restartPolicy: 'NotRequired' },
      ],
    }),
    'a restart in a pod that has none': spec({
      restartPolicy: 'Never',
      containers: [
        { ...container, resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] },
      ],
    }),
    'users out of range': one({ securityContext: { runAsUser: -1, runAsGroup: 2 ** 31 } }),
    'a mount of proc that is none': one({ securityContext: { procMount: 'x' } }),
    'an open mount of proc': one({ securityContext: { procMount: 'Unmasked' } }),
    'a profile without a type': one({ securityContext: { seccompProfile: {}, appArmorProfile: {} } }),
    'profiles of other types': one({
      securityContext: { seccompProfile: { type: 'x' }, appArmorProfile: { type: 'x' } },
    }),
    'profiles without a path': one({
      securityContext: { seccompProfile: { type: 'Localhost' }, appArmorProfile: { type: 'Localhost' } },
    }),
    'profiles with a bad path': one({
      securityContext: {
        seccompProfile: { type: 'Localhost', localhostProfile: '/a/../b' },
        appArmorProfile: { type: 'Localhost', localhostProfile: ' a' },
      },
    }),
    'profiles with a path that is not theirs': one({
      securityContext: {
        seccompProfile: { type: 'Unconfined', localhostProfile: 'a' },
        appArmorProfile: { type: 'RuntimeDefault', localhostProfile: 'a' },
      },
    }),
    'privileges that cannot be more': one({
      securityContext: { privileged: true, allowPrivilegeEscalation: false },
    }),
    'an administrator without more privileges': one({
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { add: ['CAP_SYS_ADMIN'] },
        seLinuxOptions: { level: 's0' },
      },
    }),
    'a user of Windows without a name': one({ securityContext: { windowsOptions: { runAsUserName: '' } } }),
    'users of Windows': one({
      securityContext: {
        windowsOptions: {
          gmsaCredentialSpecName: 'A',
          gmsaCredentialSpec: '',
          runAsUserName: 'a_very_long_domain_name\\..',
        },
      },
    }),
    'a user of Windows with two domains': one({
      securityContext: { windowsOptions: { runAsUserName: 'a\\b\\c' } },
    }),
    'a user of Windows with signs': one({ securityContext: { windowsOptions: { runAsUserName: 'a@b' } } }),
    'a container of the node in a pod that is not': one({
      securityContext: { windowsOptions: { hostProcess: true } },
    }),
    'a restart policy that is none': one({ restartPolicy: 'Sometimes' }),
    'rules without a policy': one({ restartPolicyRules: [{ action: 'Restart', exitCodes: inCodes }] }),
    'rules that are none': rules({}, { action: 'Stop', exitCodes: { operator: 'Eq', values: [1] } }),
    'many rules': rules(...Array.from({ length: 21 }, () => ({ action: 'Restart', exitCodes: inCodes }))),
    'many codes': rules({
      action: 'Restart',
      exitCodes: { operator: 'In', values: Array.from({ length: 256 }, (_, at) => at) },
    }),
    'an init container with the name of another': init({ name: 'c' }),
    'an init container without anything': spec({ initContainers: [{}] }),
    'an init container that is probed': init({
      livenessProbe: { exec },
      readinessProbe: { exec },
      startupProbe: { exec },
      lifecycle: {},
    }),
    'a sidecar with a bad probe': init({ restartPolicy: 'Always', livenessProbe: {} }),
    'an init container with rules but without a policy': init({ restartPolicyRules: [{}] }),
    'an init container with a bad policy': init({ restartPolicy: 'x' }),
    'an init container that is restarted as it is resized': init({
      resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }],
    }),
    'ports of the node twice in the second init container': spec({
      initContainers: [
        { name: 'i', image: 'i' },
        {
          name: 'j',
          image: 'i',
          ports: [
            { containerPort: 1, hostPort: 5 },
            { containerPort: 1, hostPort: 5 },
          ],
        },
      ],
    }),
    'an ephemeral container': spec({ ephemeralContainers: [{ name: 'e', image: 'i' }] }),
    'an ephemeral container with everything': spec({
      ephemeralContainers: [
        {
          name: 'c',
          image: ' i',
          targetContainerName: 'x',
          ports: [{ containerPort: 1 }],
          resources: { requests: { cpu: 1 } },
          livenessProbe: { exec },
          lifecycle: {},
          restartPolicy: 'Always',
        },
      ],
    }),
  },
  taken: {
    'an image of any text': one({ image: 'a b:c@d' }),
    'the same port twice': ports({ containerPort: 1 }, { containerPort: 1, protocol: 'UDP' }),
    'ports of the node by protocol': ports(
      { containerPort: 1, hostPort: 5 },
      { containerPort: 1, hostPort: 5, protocol: 'UDP' },
    ),
    'variables with odd names': env({ name: 'a.b-c 1', value: 'x' }, { name: '~' }),
    'one label': from({ fieldRef: { fieldPath: "metadata.labels['a.b/c']" } }),
    'the node by its old name': from({ fieldRef: { fieldPath: 'spec.host' } }),
    'a resource of the container': from({ resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } }),
    'huge pages of the container': from({ resourceFieldRef: { resource: 'limits.hugepages-2Mi' } }),
    'variables from names that begin': envFrom({ configMapRef: { name: 'ab-' } }),
    'a call without a service': live({ grpc: { port: 1 } }),
    'a hook that waits not at all': one({ lifecycle: { preStop: { sleep: { seconds: 0 } } } }),
    'no hooks': one({ lifecycle: {} }),
    'a request as large as its limit': requests({ cpu: '1500m' }, { cpu: '1.5' }),
    'devices by their limit': resources({ limits: { 'example.com/gpu': 2 } }),
    'huge pages with memory': resources({ limits: { memory: '1Gi', 'hugepages-2Mi': '4Mi' } }),
    'a resource of Kubernetes': requests({ 'kubernetes.io/x': '0.5' }),
    'amounts that are written otherwise': requests({ cpu: '0.1', memory: '1e3' }),
    'policies of resizing': one({ resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }] }),
    'a privileged container': one({ securityContext: { privileged: true, runAsUser: 0 } }),
    'profiles with a path': one({
      securityContext: {
        seccompProfile: { type: 'Localhost', localhostProfile: 'a/b' },
        appArmorProfile: { type: 'Localhost', localhostProfile: '/a' },
      },
    }),
    'a user of a domain': one({ securityContext: { windowsOptions: { runAsUserName: 'A.b\\c d' } } }),
    'a container that is restarted': rules(
      { action: 'Restart', exitCodes: inCodes },
      { action: 'RestartAllContainers', exitCodes: { operator: 'NotIn', values: [] } },
    ),
    'a sidecar': init({
      restartPolicy: 'Always',
      livenessProbe: { exec },
      resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }],
    }),
    'an init container': init({ restartPolicy: 'OnFailure' }),
    'an old signal': one({ lifecycle: { stopSignal: 'SIGTERM' } }),
    'a probe with zeros': one({
      livenessProbe: { exec, timeoutSeconds: 0, periodSeconds: 0, successThreshold: 0, failureThreshold: 0 },
    }),
    'empty texts of the pod': spec({ restartPolicy: '', dnsPolicy: '', schedulerName: '', nodeName: '' }),
    'empty texts within': one({
      ports: [{ containerPort: 1, protocol: '' }],
      env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: '', fieldPath: 'metadata.name' } } }],
      livenessProbe: { httpGet: { port: 1, path: '', scheme: '' } },
    }),
    'empty texts': one({ imagePullPolicy: '', terminationMessagePolicy: '', workingDir: '' }),
  },
});
