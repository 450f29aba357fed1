import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const csi = { driver: 'example.com', volumeHandle: 'v' };

/** With a volume that has no object. */
const inline = (fields: object): object =>
  spec({
    source: {
      persistentVolumeName: null,
      inlineVolumeSpec: { accessModes: ['ReadWriteOnce'], csi, ...fields },
    },
  });

export const group = refusals({
  resource: 'storage.k8s.io/v1 volumeattachments',
  scope: 'Cluster',
  valid: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: { name: 'refused-attachment' },
    spec: { attacher: 'example.com', nodeName: 'n', source: { persistentVolumeName: 'v' } },
  },
  refused: {
    'a bad name': { metadata: { name: 'A_b' } },
    'no attacher': spec({ attacher: null }),
    'a bad attacher': spec({ attacher: 'a b' }),
    'a long attacher': spec({ attacher: 'a'.repeat(64) }),
    'no node': spec({ nodeName: null }),
    'a bad node': spec({ nodeName: 'N' }),
    'no source': spec({ source: { persistentVolumeName: null } }),
    'two sources': spec({ source: { inlineVolumeSpec: { csi } } }),
    'an empty source': spec({ source: { persistentVolumeName: '' } }),
    'a bad source': spec({ source: { persistentVolumeName: 'a b' } }),
    'an empty volume within': inline({ accessModes: null, csi: null }),
    'a volume of no driver': inline({ csi: null, hostPath: { path: '/a' } }),
    'a volume of a capacity': inline({ capacity: { storage: '1Gi' } }),
    'a volume of a claim': inline({ claimRef: { name: 'a' } }),
    'a volume of a class': inline({ storageClassName: 'fast' }),
    'a volume of a node': inline({ nodeAffinity: { required: { nodeSelectorTerms: [{}] } } }),
    'a volume of a policy': inline({ persistentVolumeReclaimPolicy: 'Delete' }),
    'a volume of a mode': inline({ volumeMode: 'Block' }),
    'a volume of another mode': inline({ accessModes: ['Some'] }),
    'a volume of an empty driver': inline({ csi: { driver: '', volumeHandle: '' } }),
    'a volume of two sources': inline({ nfs: { server: 'a', path: '/' } }),
    'all of it': { spec: { attacher: '', nodeName: '', source: { persistentVolumeName: null } } },
  },
  taken: {
    'an attacher in upper case': spec({ attacher: 'Example.com' }),
    'a volume within': inline({}),
    'a volume of an attributes class': inline({ volumeAttributesClassName: 'a b' }),
    'a volume that is kept': inline({
      persistentVolumeReclaimPolicy: 'Retain',
      volumeMode: 'Filesystem',
      mountOptions: ['ro'],
    }),
    'a status that is dropped': { status: { attached: true, attachError: { errorCode: -1 } } },
  },
  refusedChanges: {
    'another node': spec({ nodeName: 'm' }),
    'a volume within': inline({ csi: { ...csi, nodePublishSecretRef: { name: 'a', namespace: 'b' } } }),
    'no attacher': spec({ attacher: '' }),
    'no revision': { metadata: { resourceVersion: null } },
  },
  takenChanges: { 'a label': { metadata: { labels: { a: 'b' } } } },
  refusedStatus: {
    'a long error': { status: { attached: false, attachError: { message: 'a'.repeat(1025) } } },
    'a long error of detaching': { status: { attached: false, detachError: { message: 'a'.repeat(1025) } } },
    'a negative code': { status: { attached: false, attachError: { errorCode: -1 } } },
    'large metadata': { status: { attached: true, attachmentMetadata: { a: 'a'.repeat(256 * 1024) } } },
    'no revision': { metadata: { resourceVersion: null } },
  },
  takenStatus: {
    attached: { status: { attached: true, attachmentMetadata: { path: '/a' } } },
    'a bad label that is not taken': { metadata: { labels: { 'a b': '-' } }, status: { attached: true } },
    'an error': { status: { attached: false, attachError: { message: 'a', errorCode: 0 } } },
    'another node that is not taken': { spec: { nodeName: 'm' }, status: { attached: true } },
  },
});
