import { refusals } from '../refusals.ts';

const status = (fields: object): object => ({ status: fields });
const running = { state: { running: {} } };
const ended = (exitCode: number): object => ({ state: { terminated: { exitCode } } });
const report = { image: 'i', imageID: 'i', ready: false, restartCount: 0 };
const of = (name: string, fields: object): object => ({ ...report, name, ...fields });
const containers = (...all: object[]): object => status({ containerStatuses: all });
const health = { resourceID: 'r', health: 'Healthy' };

// A pod of which one container has ended.
export const group = refusals({
  resource: 'v1 pods',
  valid: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: {
      restartPolicy: 'OnFailure',
      nodeName: 'n',
      resourceClaims: [{ name: 'c', resourceClaimName: 'd' }],
      initContainers: [{ name: 'i', image: 'i' }],
      containers: [
        {
          name: 'a',
          image: 'a',
          resources: { requests: { cpu: '1' }, claims: [{ name: 'c', request: 'r' }] },
        },
        { name: 'b', image: 'b', restartPolicy: 'Never', restartPolicyRules: [] },
      ],
    },
  },
  refusedStatus: {
    'a condition of no type': status({
      conditions: [
        { type: 'a b', status: 'True' },
        { type: '', status: 'x' },
      ],
    }),
    'conditions of generations': status({
      conditions: [{ type: 'Ready', status: 'True', observedGeneration: -1 }],
      observedGeneration: -1,
    }),
    'a node that is nominated': status({ nominatedNodeName: 'A' }),
    'another class': status({ qosClass: 'Guaranteed' }),
    'claims of another name': status({
      resourceClaimStatuses: [{ name: 'x', resourceClaimName: 'A' }, { name: 'c' }, { name: 'c' }],
    }),
    'an extended claim of nothing': status({
      extendedResourceClaimStatus: { requestMappings: [], resourceClaimName: '' },
    }),
    'an extended claim': status({
      extendedResourceClaimStatus: {
        resourceClaimName: 'A',
        requestMappings: [
          { containerName: 'x', resourceName: 'cpu', requestName: 'R' },
          { containerName: 'a', resourceName: 'gpu', requestName: 'r' },
          { containerName: 'a', resourceName: 'gpu', requestName: 'r' },
        ],
      },
    }),
    'addresses that are none': status({ podIP: '1.2.3', podIPs: [{ ip: '1.2.3' }] }),
    'addresses of one family': status({
      podIP: '10.0.0.1',
      podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }],
    }),
    'three addresses': status({ podIPs: [{ ip: '10.0.0.1' }, { ip: '::1' }, { ip: '::2' }] }),
    'addresses of the host': status({
      hostIP: '10.0.0.1',
      hostIPs: [{ ip: '10.0.0.2' }, { ip: '010.0.0.1' }],
    }),
    'users of no number': containers(
      of('a', { user: { linux: { uid: -1, gid: 4294967296, supplementalGroups: [0, -1] } } }),
    ),
    allocations: containers(
      of('a', {
        allocatedResourcesStatus: [
          { name: 'gpu', resources: [{ resourceID: '', health: 'Fine' }, health, health] },
          { name: 'claim:c', resources: [{ ...health, message: '' }] },
          { name: 'cpu' },
          { name: 'claim:c/r' },
        ],
      }),
    ),
    'allocations of an ephemeral container': status({
      ephemeralContainerStatuses: [of('e', { allocatedResourcesStatus: [{ name: 'cpu' }] })],
    }),
  },
  takenStatus: {
    'containers that run': containers(of('a', running), of('b', running), of('other', running)),
    'two families': status({ podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }, { ip: '::1' }] }),
    'an end': status({ containerStatuses: [of('a', ended(0))], initContainerStatuses: [of('i', ended(1))] }),
    'no class': status({ qosClass: null }),
    'a spec that is not looked at': { spec: { nodeName: 'other' }, ...status({ phase: 'Running' }) },
  },
});
