import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });

/** With another source than that of the valid volume. */
const source = (fields: object): object => spec({ nfs: null, ...fields });

const terms = (...nodeSelectorTerms: object[]): object =>
  spec({ nodeAffinity: { required: { nodeSelectorTerms } } });

const zone = { key: 'failure-domain.beta.kubernetes.io/zone', operator: 'In', values: ['a'] };

const iscsi = { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:storage', lun: 0 };
const csi = { driver: 'example.com', volumeHandle: 'v' };

export const group = refusals({
  resource: 'v1 persistentvolumes',
  scope: 'Cluster',
  valid: {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'refused-volume' },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      nfs: { server: 'files', path: '/exports' },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [zone] }] } },
    },
  },
  refused: {
    'no spec': { spec: null },
    'nothing in its spec': { spec: { capacity: null, accessModes: null, nfs: null, nodeAffinity: null } },
    'a bad name': { metadata: { name: 'A_b' } },
    'no access modes': spec({ accessModes: [] }),
    'an unknown access mode': spec({ accessModes: ['ReadWriteSometimes', ''] }),
    'a mode for one pod among others': spec({ accessModes: ['ReadWriteOncePod', 'ReadOnlyMany'] }),
    'no capacity': spec({ capacity: null }),
    'a capacity of memory': spec({ capacity: { storage: null, memory: '1Gi' } }),
    'two capacities': spec({ capacity: { storage: '1Gi', memory: '1Mi' } }),
    'a capacity of 0': spec({ capacity: { storage: '0' } }),
    'a negative capacity': spec({ capacity: { storage: '-1500m' } }),
    'an unknown policy': spec({ persistentVolumeReclaimPolicy: 'Burn' }),
    'an unknown mode': spec({ volumeMode: 'Tape' }),
    'a bad class': spec({ storageClassName: 'a b' }),
    'an attributes class without a driver': spec({ volumeAttributesClassName: 'gold' }),
    'an empty attributes class': source({ csi, volumeAttributesClassName: '' }),
    'a bad attributes class': source({ csi, volumeAttributesClassName: 'a b' }),
    'an affinity for nothing': spec({ nodeAffinity: { required: null } }),
    'an affinity without terms': terms(),
    'bad expressions': terms({
      matchExpressions: [
        { key: 'a b', operator: 'In' },
        { key: 'a', operator: 'Exists', values: ['b'] },
        { key: 'a', operator: 'Gt', values: ['1', '2'] },
        { key: 'a', operator: 'Near', values: ['-'] },
      ],
    }),
    'bad fields': terms({
      matchFields: [
        { key: 'metadata.name', operator: 'In', values: ['a', 'b'] },
        { key: 'metadata.name', operator: 'NotIn', values: ['a b'] },
        { key: 'metadata.namespace', operator: 'Exists' },
      ],
    }),
    'no source': source({}),
    'two sources': spec({ hostPath: { path: '/a' }, iscsi: {} }),
    'three sources': spec({ hostPath: { path: '/a' }, cephfs: {}, gcePersistentDisk: {}, flexVolume: {} }),
    'a path that is none': source({ hostPath: {} }),
    'a path that climbs, of no type': source({ hostPath: { path: '/a/../b', type: 'Hole' } }),
    'a root that is wiped': source({ hostPath: { path: '/./' }, persistentVolumeReclaimPolicy: 'Recycle' }),
    'an empty disk of Google': source({ gcePersistentDisk: {} }),
    'a partition of Google': source({ gcePersistentDisk: { pdName: 'd', partition: 256 } }),
    'a disk of Amazon': source({ awsElasticBlockStore: { partition: -1 } }),
    'an empty gluster': source({ glusterfs: {} }),
    'a gluster of no namespace': source({ glusterfs: { endpoints: 'e', path: 'p', endpointsNamespace: '' } }),
    'a gluster of a bad namespace': source({
      glusterfs: { endpoints: 'e', path: 'p', endpointsNamespace: 'a.b' },
    }),
    'an empty flocker': source({ flocker: {} }),
    'a flocker of two names': source({ flocker: { datasetName: 'a/b', datasetUUID: 'u' } }),
    'an empty share': source({ nfs: { server: null, path: null } }),
    'a relative share': spec({ nfs: { path: 'exports' } }),
    'an empty rbd': source({ rbd: { monitors: [], image: '' } }),
    'an empty quobyte': source({ quobyte: { registry: '', volume: '' } }),
    'a quobyte of a long tenant': source({
      quobyte: { registry: 'a:1', volume: 'v', tenant: 't'.repeat(65) },
    }),
    'a quobyte of bad pairs': source({ quobyte: { registry: 'a:1,b,::1:7,[::1]:7,[::1]', volume: 'v' } }),
    'an empty ceph': source({ cephfs: { monitors: [] } }),
    'an empty iscsi': source({ iscsi: { targetPortal: '', iqn: '', lun: -1 } }),
    'an iscsi of a bad name': source({ iscsi: { ...iscsi, iqn: 'abc', initiatorName: 'abc' } }),
    'an iscsi of bad names': source({ iscsi: { ...iscsi, iqn: 'iqn.2001', initiatorName: 'eui.1' } }),
    'an iscsi of other bad names': source({ iscsi: { ...iscsi, iqn: 'naa.1', initiatorName: 'iqn.x' } }),
    'an iscsi of a long portal': source({
      iscsi: { ...iscsi, targetPortal: 'p'.repeat(60), initiatorName: iscsi.iqn },
    }),
    'an iscsi without its secret': source({ iscsi: { ...iscsi, lun: 256, chapAuthSession: true } }),
    'an iscsi with a secret of no name': source({ iscsi: { ...iscsi, secretRef: {} } }),
    'an empty cinder': source({ cinder: { volumeID: '', secretRef: {} } }),
    'an empty fibre channel': source({ fc: {} }),
    'a fibre channel of both': source({ fc: { targetWWNs: ['a'], wwids: ['b'] } }),
    'a fibre channel of a bad unit': source({ fc: { targetWWNs: ['a'], lun: 256 } }),
    'a flex volume': source({
      flexVolume: { driver: '', options: { 'kubernetes.io/a': 'b', a: 'd' } },
    }),
    'a flex volume with an option of a namespace in capitals': source({
      flexVolume: { driver: 'd', options: { 'x.K8S.io': 'c' } },
    }),
    'an empty azure file': source({ azureFile: { secretName: '', shareName: '', secretNamespace: '' } }),
    'an empty vsphere': source({ vsphereVolume: { volumePath: '' } }),
    'an empty photon': source({ photonPersistentDisk: { pdID: '' } }),
    'an empty portworx': source({ portworxVolume: { volumeID: '' } }),
    'an empty azure disk': source({ azureDisk: { diskName: '', diskURI: '' } }),
    'an azure disk of bad choices': source({
      azureDisk: { diskName: 'd', diskURI: 'u', cachingMode: 'Some', kind: 'None' },
    }),
    'a managed disk': source({ azureDisk: { diskName: 'd', diskURI: 'https://d', kind: 'Managed' } }),
    'an empty scaleIO': source({ scaleIO: { gateway: '', system: '', secretRef: {} } }),
    'an empty local': source({ local: { path: '' }, nodeAffinity: null }),
    'a local that climbs': source({ local: { path: '..' } }),
    'an empty storageos': source({ storageos: { secretRef: {} } }),
    'a storageos of bad names': source({ storageos: { volumeName: 'a.b', volumeNamespace: 'A' } }),
    'an empty csi': source({ csi: { driver: '', volumeHandle: '' } }),
    'a csi of a bad driver': source({ csi: { ...csi, driver: 'a b' } }),
    'a csi of a long driver': source({ csi: { ...csi, driver: 'D'.repeat(64) } }),
    'a csi of empty secrets': source({
      csi: {
        ...csi,
        controllerPublishSecretRef: {},
        controllerExpandSecretRef: {},
        nodePublishSecretRef: {},
        nodeExpandSecretRef: {},
        nodeStageSecretRef: {},
      },
    }),
    'a csi of bad secrets': source({
      csi: { ...csi, nodePublishSecretRef: { name: 'a b', namespace: 'a.b' } },
    }),
    'mount options in an annotation': {
      metadata: { annotations: { 'volume.beta.kubernetes.io/mount-options': 'ro' } },
      spec: { nfs: null, hostPath: { path: '/a' } },
    },
  },
  taken: {
    'a mode for one pod': spec({ accessModes: ['ReadWriteOncePod'] }),
    'the same mode twice': spec({ accessModes: ['ReadWriteOnce', 'ReadWriteOnce'] }),
    'a fraction of a byte': spec({ capacity: { storage: '1500m' } }),
    'a root that is kept': source({ hostPath: { path: '/' } }),
    'a recycled share': spec({ persistentVolumeReclaimPolicy: 'Recycle' }),
    'an empty term': terms({}),
    'an expression above': terms({ matchExpressions: [{ key: 'a', operator: 'Gt', values: ['b'] }] }),
    'a flex volume beside another': spec({ flexVolume: { driver: 'd' } }),
    'a disk of Google': source({ gcePersistentDisk: { pdName: 'd', partition: 255 } }),
    'a quobyte': source({ quobyte: { registry: 'a:1,[::1]:7,:', volume: 'v' } }),
    'a gluster': source({ glusterfs: { endpoints: 'e', path: 'p', endpointsNamespace: 'a' } }),
    'a ceph': source({ cephfs: { monitors: ['m'], secretRef: {} } }),
    'an rbd': source({ rbd: { monitors: ['m'], image: 'i' } }),
    'a photon': source({ photonPersistentDisk: { pdID: 'p' } }),
    'a scaleIO': source({ scaleIO: { gateway: 'g', system: 's', volumeName: 'v', secretRef: {} } }),
    'a storageos': source({ storageos: { volumeName: 'a', secretRef: { name: 'a b', namespace: 'a b' } } }),
    'an iscsi': source({ iscsi: { ...iscsi, lun: 255, initiatorName: `eui.${'0'.repeat(16)}` } }),
    'a fibre channel': source({ fc: { targetWWNs: ['a'], lun: 0 } }),
    'an azure disk': source({ azureDisk: { diskName: 'd', diskURI: 'https://d' } }),
    'a local': source({ local: { path: 'a' } }),
    'a csi of upper case': source({
      csi: { ...csi, driver: 'Example.COM' },
      volumeAttributesClassName: 'gold',
    }),
    'annotations of old': {
      metadata: {
        annotations: {
          'volume.beta.kubernetes.io/storage-class': 'a b',
          'volume.beta.kubernetes.io/mount-options': 'ro',
        },
      },
    },
  },
  refusedChanges: {
    'another source': spec({ nfs: { path: '/other' } }),
    'a second source': spec({ hostPath: { path: '/a' } }),
    'another mode': spec({ volumeMode: 'Block' }),
    'another node': terms({ matchExpressions: [{ ...zone, values: ['b'] }] }),
    'no node': spec({ nodeAffinity: null }),
    'a label that is no new name of the old one': terms({ matchExpressions: [{ ...zone, key: 'zone' }] }),
    'no access modes': spec({ accessModes: [] }),
    'another uid': { metadata: { uid: 'u' } },
    'an attributes class': spec({ volumeAttributesClassName: 'gold' }),
  },
  takenChanges: {
    'the new name of a label': terms({ matchExpressions: [{ ...zone, key: 'topology.kubernetes.io/zone' }] }),
    'another capacity': spec({ capacity: { storage: '2Gi' } }),
    'another policy': spec({ persistentVolumeReclaimPolicy: 'Delete' }),
    'another class': spec({ storageClassName: 'fast' }),
    'a claim': spec({ claimRef: { namespace: 'a', name: 'b' } }),
    'mount options': spec({ mountOptions: ['ro'] }),
    'no revision': { metadata: { resourceVersion: null } },
  },
  takenStatus: {
    'a phase that is none': { status: { phase: 'Odd' } },
    'no phase': { status: null },
  },
  refusedStatus: { 'a bad label': { metadata: { labels: { 'a b': '-' } } } },
});
