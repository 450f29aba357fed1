import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const hard = (amounts: object): object => spec({ hard: { pods: null, ...amounts } });
const scopes = (...names: readonly string[]): object => spec({ scopes: names });
const selector = (...matchExpressions: readonly object[]): object =>
  spec({ scopeSelector: { matchExpressions } });
const status = (fields: object): object => ({ status: fields });
const priority = { scopeName: 'PriorityClass', operator: 'In', values: ['a'] };

export const group = refusals({
  resource: 'v1 resourcequotas',
  shared: true,
  valid: {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'a' },
    spec: { hard: { pods: '10' } },
  },
  refused: {
    'a resource that is none': hard({ apples: '1' }),
    'a name that is none': hard({ 'a b': '1' }),
    'a name of no domain': hard({ '/gpu': '1' }),
    'what no quota counts': hard({ storage: '1Gi' }),
    'a negative amount': hard({ cpu: '-1' }),
    'half a pod': hard({ pods: '500m' }),
    'half a service': hard({ 'services.nodeports': '1500m' }),
    'half a device': hard({ 'example.com/gpu': '1m' }),
    'an amount that is none': hard({ cpu: 'x' }),
    'a scope that is none': scopes('Old'),
    'scopes that exclude each other': scopes('BestEffort', 'NotBestEffort'),
    'more that exclude each other': scopes('Terminating', 'NotTerminating'),
    'a resource that the scope has not': { spec: { hard: { cpu: '1' }, scopes: ['BestEffort'] } },
    'services that end': { spec: { hard: { services: '1', secrets: '1' }, scopes: ['Terminating'] } },
    'pods of volumes': scopes('VolumeAttributesClass'),
    'a selected scope that is none': selector({ scopeName: 'Old', operator: 'Exists' }),
    'an operator that is none': selector({ ...priority, operator: 'Like' }),
    'no operator': selector({ scopeName: 'PriorityClass' }),
    'no values': selector({ scopeName: 'PriorityClass', operator: 'NotIn' }),
    'values of none': selector({ ...priority, operator: 'Exists' }),
    'values of what has none': selector({ scopeName: 'BestEffort', operator: 'In', values: ['a'] }),
    'selected scopes that exclude each other': selector(
      { scopeName: 'BestEffort', operator: 'Exists' },
      { scopeName: 'NotBestEffort', operator: 'Exists' },
    ),
    'services of a class': {
      spec: { hard: { services: '1' }, scopeSelector: { matchExpressions: [priority] } },
    },
  },
  taken: {
    'no spec': { spec: null },
    'counts of objects': hard({ 'count/widgets.example.com': '1', 'count/pods': '1' }),
    'pages and devices': hard({ 'requests.example.com/gpu': '1', 'hugepages-2Mi': '4Mi' }),
    'what is stored': hard({ 'gold.storageclass.storage.k8s.io/requests.storage': '1Gi' }),
    'a scope': scopes('BestEffort'),
    'a selected scope': selector(priority),
    'more requests than limits': hard({ 'requests.cpu': '2', 'limits.cpu': '1' }),
    'more memory than limits': hard({ memory: '2Gi', 'limits.memory': '1Gi' }),
  },
  refusedChanges: {
    'a scope': scopes('BestEffort'),
    'a negative amount': hard({ cpu: '-1' }),
    'a resource that is none': hard({ apples: '1' }),
  },
  takenChanges: { 'another amount': hard({ pods: '11' }), 'a selector': selector(priority) },
  refusedStatus: {
    'a resource that is none': status({ hard: { apples: '1' } }),
    'a negative use': status({ used: { pods: '-1' } }),
    'half a pod that is used': status({ used: { pods: '500m' } }),
  },
  takenStatus: { use: status({ used: { pods: '1' }, hard: { pods: '2' } }) },
});
