import { refusals } from '../refusals.ts';

const spec = (fields: object): object => ({ spec: fields });
const port = (number: number): object => spec({ service: { port: number } });

export const group = refusals({
  resource: 'apiregistration.k8s.io/v1 apiservices',
  scope: 'Cluster',
  shared: true,
  valid: {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.refused.example.com' },
    spec: {
      group: 'refused.example.com',
      version: 'v1',
      groupPriorityMinimum: 1000,
      versionPriority: 15,
      service: { namespace: 'default', name: 'a' },
      insecureSkipTLSVerify: true,
    },
  },
  refused: {
    'another name': { metadata: { name: 'v2.refused.example.com' } },
    'a name that is none': { metadata: { name: 'a%b' } },
    'no group': spec({ group: null }),
    'a group that is none': spec({ group: 'A_' }),
    'no version': spec({ version: null }),
    'a version that is none': spec({ version: '1' }),
    'no priorities': spec({ groupPriorityMinimum: null, versionPriority: null }),
    'too much of the group': spec({ groupPriorityMinimum: 20_001 }),
    'too much of the version': spec({ versionPriority: 1001 }),
    'negative priorities': spec({ groupPriorityMinimum: -1, versionPriority: -1 }),
    'a local one that skips': spec({ service: null }),
    'a local one with a bundle': spec({ service: null, insecureSkipTLSVerify: null, caBundle: 'YWJj' }),
    'no namespace and no name': spec({ service: { namespace: null, name: null } }),
    'an empty service': spec({ service: { namespace: '', name: '', port: 0 } }),
    'port 0': port(0),
    'a port beyond all': port(65_536),
    'a negative port': port(-1),
    'a bundle that is skipped': spec({ caBundle: 'YWJj' }),
    'a bundle that is no base64': spec({ caBundle: '?' }),
  },
  taken: {
    'a port': port(8443),
    'a bundle': spec({ caBundle: 'YWJj', insecureSkipTLSVerify: null }),
    'a local one': spec({ service: null, insecureSkipTLSVerify: null }),
    'as much as there is': spec({ groupPriorityMinimum: 20_000, versionPriority: 1000 }),
  },
  refusedChanges: {
    'another group': spec({ group: 'b.example.com' }),
    'no priority': spec({ versionPriority: 0 }),
    'port 0': port(0),
  },
  takenChanges: { 'another priority': spec({ versionPriority: 16 }), 'another service': port(1) },
  refusedStatus: {
    'a condition of no status': { status: { conditions: [{ type: 'Available', status: '' }] } },
    'conditions of other statuses': {
      status: {
        conditions: [
          { type: 'Available', status: 'Perhaps' },
          { type: 'Available', status: 'True' },
          { type: 'B', status: 'true' },
        ],
      },
    },
  },
  takenStatus: {
    'a condition': { status: { conditions: [{ type: 'Available', status: 'Unknown' }] } },
  },
});
