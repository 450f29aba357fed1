import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const requests = (storage: string | null): object => spec({ resources: { requests: { storage } } });
const snapshot = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's' };
const populator = { apiGroup: 'example.com', kind: 'Populator', name: 'p' };

export const group = refusals({
  resource: 'v1 persistentvolumeclaims',
  valid: {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'a' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
  refused: {
    'no spec': { spec: null },
    'a bad name': { metadata: { name: 'A_b' } },
    'no access modes': spec({ accessModes: [] }),
    'unknown access modes': spec({ accessModes: ['ReadWriteSometimes', ''] }),
    'a mode for one pod among others': spec({ accessModes: ['ReadWriteOncePod', 'ReadOnlyMany'] }),
    'a bad selector': spec({
      selector: { matchLabels: { 'a b': '-' }, matchExpressions: [{ key: 'a', operator: 'In' }] },
    }),
    'no storage': requests(null),
    'a storage of 0': requests('0'),
    'a negative storage': requests('-1Gi'),
    'a limit, but no request': spec({ resources: { requests: null, limits: { storage: '1Gi' } } }),
    'a bad class': spec({ storageClassName: 'a b' }),
    'an unknown mode': spec({ volumeMode: 'Tape' }),
    'an empty mode': spec({ volumeMode: '' }),
    'a bad attributes class': spec({ volumeAttributesClassName: 'A' }),
    'a source without a name': spec({ dataSource: { kind: 'PersistentVolumeClaim', name: '' } }),
    'an empty reference': spec({ dataSourceRef: { kind: '', name: '' } }),
    'a reference to another core kind': spec({ dataSourceRef: { kind: 'Pod', name: 'p' } }),
    'a reference to a bad group': spec({ dataSourceRef: { ...populator, apiGroup: 'a b' } }),
    'another source than the reference': spec({ dataSource: snapshot, dataSourceRef: populator }),
    'a source of another group than the reference': spec({
      dataSource: { kind: 'PersistentVolumeClaim', name: 'b' },
      dataSourceRef: { apiGroup: '', kind: 'PersistentVolumeClaim', name: 'b' },
    }),
    'all of it': spec({ accessModes: [], resources: null, volumeMode: 'x', dataSourceRef: { name: 'n' } }),
  },
  taken: {
    'an empty class': spec({ storageClassName: '', volumeAttributesClassName: '' }),
    'a class': spec({ storageClassName: 'fast', volumeAttributesClassName: 'gold' }),
    'a fraction of a byte': requests('1500m'),
    'a fraction of a byte as a limit': spec({ resources: { limits: { storage: '100m' } } }),
    'other resources': spec({ resources: { requests: { cpu: '-1', 'a b': '1' } } }),
    'a limit below the request': spec({ resources: { limits: { storage: '1' } } }),
    'a mode for one pod': spec({ accessModes: ['ReadWriteOncePod'] }),
    'a source that is dropped': spec({ dataSource: populator }),
    'a snapshot': spec({ dataSource: snapshot }),
    'a reference': spec({ dataSourceRef: populator }),
    'a reference to another namespace': spec({ dataSourceRef: { ...populator, namespace: 'other' } }),
    'a reference to a bad namespace': spec({ dataSourceRef: { ...populator, namespace: 'a b' } }),
    'an annotation of old': {
      metadata: { annotations: { 'volume.beta.kubernetes.io/storage-class': 'a b' } },
    },
  },
  refusedChanges: {
    'more storage': requests('2Gi'),
    'less storage': requests('1Mi'),
    'no storage': spec({ resources: { requests: null } }),
    'another access mode': spec({ accessModes: ['ReadOnlyMany'] }),
    'another mode': spec({ volumeMode: 'Block' }),
    'a selector': spec({ selector: { matchLabels: { a: 'b' } } }),
    'a source': spec({ dataSourceRef: populator }),
    'an attributes class': spec({ volumeAttributesClassName: 'gold' }),
    'an annotation of old': {
      metadata: { annotations: { 'volume.beta.kubernetes.io/storage-class': 'fast' } },
    },
    'another uid': { metadata: { uid: 'u' } },
  },
  takenChanges: {
    'a volume': spec({ volumeName: 'v' }),
    'a class': spec({ storageClassName: 'fast' }),
    'the same storage, told otherwise': requests('1024Mi'),
    'a source that is dropped': spec({ dataSource: populator }),
    'a label': { metadata: { labels: { a: 'b' } } },
  },
  refusedStatus: {
    'a negative capacity': { status: { capacity: { storage: '-1Gi' } } },
    'a bad resource': { status: { allocatedResources: { 'a b': '1' } } },
    'a resource that does not grow': { status: { allocatedResources: { cpu: '1' } } },
    'a resource of Kubernetes': { status: { allocatedResources: { 'kubernetes.io/a': '1' } } },
    'a negative allocation': { status: { allocatedResources: { storage: '-1' } } },
    'an unknown resize': { status: { allocatedResourceStatuses: { cpu: 'Soon' } } },
    'a resize of a bad resource': { status: { allocatedResourceStatuses: { 'a b': '' } } },
    'a bad label': { metadata: { labels: { 'a b': '-' } } },
  },
  takenStatus: {
    'a capacity of memory': { status: { capacity: { memory: '1Gi' } } },
    'an allocation of another kind': {
      status: { allocatedResources: { 'example.com/a': '1', storage: '1' } },
    },
    'a resize': { status: { allocatedResourceStatuses: { storage: 'NodeResizePending' } } },
    'a phase that is none': { status: { phase: 'Odd' } },
  },
});
