import { refusals } from '../refusals.ts';

const volumes = (...all: object[]): object => ({ spec: { volumes: all } });
const volume = (source: object): object => volumes({ name: 'v', ...source });
const projected = (...sources: object[]): object => volume({ projected: { sources } });
const mounts = (volumeMounts: object[], more: object = {}): object => ({
  spec: {
    volumes: [
      { name: 'v', emptyDir: {} },
      { name: 'claim', persistentVolumeClaim: { claimName: 'c' } },
    ],
    containers: [{ name: 'a', image: 'a', volumeMounts, ...more }],
  },
});
const mount = (fields: object): object => mounts([{ name: 'v', mountPath: '/v', ...fields }]);
const devices = (volumeDevices: object[], volumeMounts: object[] = []): object =>
  mounts(volumeMounts, { volumeDevices });
const long = 'x'.repeat(64);
const iscsi = { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:storage', lun: 0 };
const claim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };

export const group = refusals({
  resource: 'v1 pods',
  valid: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'a', image: 'a' }] },
  },
  refused: {
    'a volume without a name': volumes({ emptyDir: {} }),
    'a name that is no label': volumes({ name: 'V.w', emptyDir: {} }),
    'two of one name': volumes({ name: 'v', emptyDir: {} }, { name: 'v', emptyDir: {} }),
    'two of one name, the first of which is wrong': volumes(
      { name: 'v', secret: {} },
      { name: 'v', emptyDir: {} },
    ),
    'two sources': volume({ emptyDir: {}, secret: { secretName: 's' }, cephfs: {}, downwardAPI: {} }),
    'an empty source of gone disks': volume({ gcePersistentDisk: {} }),
    'a negative limit': volume({ emptyDir: { sizeLimit: '-1' } }),
    'a path of the host without a path': volume({ hostPath: { path: '', type: 'None' } }),
    'a path of the host that leads up, of no type': volume({ hostPath: { path: '/a/../b', type: 'None' } }),
    'a disk of no name and no partition': volume({ gcePersistentDisk: { pdName: '', partition: 256 } }),
    'a block store without a name': volume({ awsElasticBlockStore: { volumeID: '', partition: -1 } }),
    'a secret without a name, of a mode': volume({ secret: { defaultMode: 512 } }),
    'items of a secret': volume({
      secret: {
        secretName: 's',
        items: [
          { key: '', path: '' },
          { key: 'k', path: '/a', mode: -1 },
          { key: 'k', path: '../a' },
          { key: 'k', path: '..a' },
          { key: 'k', path: 'a/..' },
        ],
      },
    }),
    'a share without anything': volume({ nfs: { server: '', path: '' } }),
    'a share of a relative path': volume({ nfs: { server: 's', path: 'a' } }),
    'a target without anything': volume({ iscsi: { targetPortal: '', iqn: '', lun: 256 } }),
    'a target of another name': volume({
      iscsi: { ...iscsi, iqn: 'wwn.x', initiatorName: 'x', chapAuthSession: true },
    }),
    'a target of no date': volume({
      iscsi: { ...iscsi, iqn: 'iqn.x', initiatorName: 'eui.1', chapAuthDiscovery: true },
    }),
    'a session of too long a name': volumes({
      name: 'v'.repeat(60),
      iscsi: { ...iscsi, initiatorName: iscsi.iqn },
    }),
    'a gluster without anything': volume({ glusterfs: { endpoints: '', path: '' } }),
    'a dataset without anything': volume({ flocker: {} }),
    'a dataset by both': volume({ flocker: { datasetName: 'a/b', datasetUUID: 'u' } }),
    'a claim without a name': volume({ persistentVolumeClaim: { claimName: '' } }),
    'a block device without anything': volume({ rbd: { monitors: [], image: '' } }),
    'a cinder without anything': volume({ cinder: { volumeID: '', secretRef: {} } }),
    'a file system without monitors': volume({ cephfs: { monitors: [] } }),
    'a quobyte without anything': volume({ quobyte: { registry: '', volume: '' } }),
    'a quobyte of a long tenant': volume({ quobyte: { registry: 'r:1', volume: 'v', tenant: `${long}x` } }),
    'a quobyte of no pair': volume({ quobyte: { registry: 'r', volume: 'v' } }),
    'files of the pod': volume({
      downwardAPI: {
        defaultMode: 1000,
        items: [
          { path: '' },
          { path: 'a', fieldRef: { fieldPath: '' } },
          { path: 'a', fieldRef: { fieldPath: 'spec.nodeName' } },
          { path: 'a', fieldRef: { fieldPath: 'spec.nothing' } },
          { path: 'a', fieldRef: { fieldPath: "metadata.labels['a b']" } },
          { path: 'a', fieldRef: { fieldPath: "metadata.annotations['A B']" } },
          { path: 'a', fieldRef: { fieldPath: "metadata.name['a']" } },
          { path: 'a', fieldRef: { apiVersion: 'v2', fieldPath: 'metadata.name' } },
        ],
      },
    }),
    'files of resources': volume({
      downwardAPI: {
        items: [
          { path: 'a', mode: 512, resourceFieldRef: { resource: 'limits.cpu' } },
          { path: 'a', resourceFieldRef: { containerName: 'a', resource: '' } },
          { path: 'a', resourceFieldRef: { containerName: 'a', resource: 'limits.gpu' } },
          { path: 'a', resourceFieldRef: { containerName: 'a', resource: 'limits.cpu', divisor: '10' } },
          { path: 'a', resourceFieldRef: { containerName: 'a', resource: 'limits.memory', divisor: '2Ki' } },
          {
            path: 'a',
            resourceFieldRef: { containerName: 'a', resource: 'requests.ephemeral-storage', divisor: '1m' },
          },
          {
            path: 'a',
            resourceFieldRef: { containerName: 'a', resource: 'requests.hugepages-1Gi', divisor: '3' },
          },
          {
            path: '../a',
            fieldRef: { fieldPath: 'metadata.name' },
            resourceFieldRef: { containerName: 'a', resource: 'limits.cpu' },
          },
        ],
      },
    }),
    'a fibre channel without anything': volume({ fc: {} }),
    'a fibre channel of both': volume({ fc: { targetWWNs: ['t'], wwids: ['w'] } }),
    'a fibre channel of a far unit': volume({ fc: { targetWWNs: ['t'], lun: 256 } }),
    'a flex volume of our options': volume({
      flexVolume: { driver: '', options: { 'a.K8S.io/b': '1', other: '3' } },
    }),
    'a config map without a name, of a mode': volume({
      configMap: { defaultMode: -1, items: [{ key: '', path: 'a' }] },
    }),
    'an azure file without anything': volume({ azureFile: { secretName: '', shareName: '' } }),
    'a vsphere volume without a path': volume({ vsphereVolume: { volumePath: '' } }),
    'a photon disk without an id': volume({ photonPersistentDisk: { pdID: '' } }),
    'a portworx volume without an id': volume({ portworxVolume: { volumeID: '' } }),
    'an azure disk of nothing': volume({
      azureDisk: { diskName: '', diskURI: '', cachingMode: 'x', kind: 'y' },
    }),
    'an azure disk that is managed': volume({
      azureDisk: { diskName: 'd', diskURI: 'https://a', kind: 'Managed' },
    }),
    'a storageos volume of no label': volume({
      storageos: { volumeName: 'A', volumeNamespace: 'B', secretRef: {} },
    }),
    'a storageos volume without a name': volume({ storageos: {} }),
    'a scaleio volume of nothing': volume({
      scaleIO: { gateway: '', system: '', secretRef: null, volumeName: '' },
    }),
    'a driver without a name': volume({ csi: { driver: '', nodePublishSecretRef: {} } }),
    'a driver of a long name': volume({ csi: { driver: `${long}_`, nodePublishSecretRef: { name: 'A' } } }),
    'an image of no policy': volume({ image: { reference: 'r', pullPolicy: 'Sometimes' } }),
    'an image without a reference': volume({ image: {} }),
    'an ephemeral volume without a claim': volume({ ephemeral: {} }),
    'an ephemeral volume of a name': volume({
      ephemeral: { volumeClaimTemplate: { ...claim, metadata: { name: 'n', labels: { 'a b': 'c' } } } },
    }),
    'an ephemeral volume of a wrong claim': volume({
      ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadSometimes'] } } },
    }),
    'a claim that is made for the pod': volumes(
      { name: 'v', ephemeral: { volumeClaimTemplate: claim } },
      { name: 'w', persistentVolumeClaim: { claimName: 'a-v' } },
    ),
    'projected files of a mode': volume({ projected: { defaultMode: 512, sources: [] } }),
    'projected keys': projected(
      { secret: { name: '', items: [{ key: 'k', path: 'p' }] } },
      { configMap: { name: 'c', items: [{ key: '', path: 'p' }] } },
      { downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.name' } }] } },
    ),
    'two in one source': projected({ secret: { name: 's' }, configMap: { name: 'c' } }),
    'a token without an account': projected({ serviceAccountToken: { path: 't' } }),
    'tokens of a time and a path': projected(
      { serviceAccountToken: { path: '', expirationSeconds: 599 } },
      { serviceAccountToken: { path: '../t', expirationSeconds: 4294967297 } },
    ),
    'a mount of nothing': mounts([{ name: '', mountPath: '' }]),
    'a mount of another volume': mount({ name: 'w' }),
    'two mounts at one path': mounts([
      { name: 'v', mountPath: '/v' },
      { name: 'v', mountPath: '/v' },
    ]),
    'an absolute path within': mount({ subPath: '/a' }),
    'a path that leads up': mount({ subPathExpr: 'a/../b' }),
    'two paths within': mount({ subPath: '../a', subPathExpr: '$(A)' }),
    'a propagation that is none': mount({ mountPropagation: 'Sideways' }),
    'a propagation without privileges': mount({ mountPropagation: 'Bidirectional' }),
    'recursion of a writable mount': mount({
      recursiveReadOnly: 'Enabled',
      mountPropagation: 'HostToContainer',
    }),
    'recursion that is none': mount({ recursiveReadOnly: 'Never' }),
    'a wrong volume is mounted': {
      spec: {
        volumes: [{ name: 'v', secret: {} }],
        containers: [{ name: 'a', image: 'a', volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
      },
    },
    'a device of nothing': devices([{ name: '', devicePath: '' }]),
    'a device of files': devices([{ name: 'v', devicePath: '/d' }]),
    'a device twice': devices([
      { name: 'claim', devicePath: '/d' },
      { name: 'claim', devicePath: '/d' },
    ]),
    'a device above': devices([{ name: 'claim', devicePath: '/a/../d' }]),
    'a device that is mounted': devices(
      [{ name: 'claim', devicePath: '/d' }],
      [
        { name: 'claim', mountPath: '/e' },
        { name: 'v', mountPath: '/d' },
      ],
    ),
  },
  taken: {
    'every common source': volumes(
      { name: 'a', emptyDir: { sizeLimit: '1Gi' } },
      { name: 'b', hostPath: { path: '/b', type: 'Socket' } },
      { name: 'c', secret: { secretName: 's', items: [{ key: 'k', path: 'a/b', mode: 511 }] } },
      { name: 'd', configMap: { name: 'c', optional: true } },
      { name: 'e', persistentVolumeClaim: { claimName: 'c' } },
      { name: 'f', csi: { driver: 'Driver.example.com' } },
      { name: 'g', image: { reference: 'r' } },
      { name: 'h', iscsi },
      { name: 'i', nfs: { server: 's', path: '/' } },
      { name: 'j', ephemeral: { volumeClaimTemplate: claim } },
      { name: 'k', gcePersistentDisk: { pdName: 'd' } },
    ),
    'no source at all': volume({}),
    'files of the pod': volume({
      downwardAPI: {
        items: [
          { path: 'a', fieldRef: { fieldPath: "metadata.labels['a/b']" } },
          { path: 'b', resourceFieldRef: { containerName: 'a', resource: 'limits.cpu', divisor: '1m' } },
          { path: 'c', resourceFieldRef: { containerName: 'a', resource: 'limits.hugepages-2Mi' } },
        ],
      },
    }),
    'a token of an account': {
      spec: {
        serviceAccountName: 'default',
        volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }],
      },
    },
    mounts: mounts(
      [
        { name: 'v', mountPath: '/v', subPath: 'a' },
        { name: 'v', mountPath: 'w', subPathExpr: '$(A)', readOnly: true, recursiveReadOnly: 'IfPossible' },
      ],
      { volumeDevices: [{ name: 'claim', devicePath: '/d' }] },
    ),
  },
});
