import type { Group } from '../session.ts';
import { service } from '../workloads.ts';

// Objects about traffic that say all that they may, as they are kept, and what of them counts in their generation.
export const group: Group = async (t) => {
  const core = t.at('services');
  const networking = (plural: string): string =>
    `/apis/networking.k8s.io/v1/namespaces/${t.namespace}/${plural}`;
  const slices = `/apis/discovery.k8s.io/v1/namespaces/${t.namespace}/endpointslices`;
  const named = (apiVersion: string, kind: string, fields: object): object => ({
    apiVersion,
    kind,
    metadata: { name: 'rich', labels: { app: 'rich' }, annotations: { note: 'a' } },
    ...fields,
  });
  await t.post(
    core,
    service('rich', {
      type: 'LoadBalancer',
      clusterIP: '10.0.0.4',
      clusterIPs: ['10.0.0.4'],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'PreferDualStack',
      externalTrafficPolicy: 'Local',
      internalTrafficPolicy: 'Local',
      healthCheckNodePort: 30_041,
      loadBalancerClass: 'example.com/a',
      loadBalancerIP: '1.2.3.4',
      loadBalancerSourceRanges: ['10.0.0.0/8'],
      allocateLoadBalancerNodePorts: true,
      publishNotReadyAddresses: true,
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } },
      trafficDistribution: 'PreferSameZone',
      externalIPs: ['9.9.9.9'],
      selector: { b: '1', a: '2' },
      ports: [
        { name: 'web', port: 80, targetPort: 'http', nodePort: 30_040, appProtocol: 'http' },
        { name: 'dns', port: 53, protocol: 'UDP', nodePort: 30_042 },
      ],
    }),
  );
  const balancer = {
    loadBalancer: {
      ingress: [{ ip: '1.2.3.4', ports: [{ port: 80, protocol: 'TCP' }] }, { hostname: 'lb.example.com' }],
    },
  };
  await t.merge(`${core}/rich/status`, { status: balancer });
  await t.merge(`${core}/rich`, { metadata: { labels: { app: 'other' } } });
  await t.merge(`${core}/rich`, { spec: { type: 'ClusterIP', sessionAffinity: 'None' } });
  await t.merge(`${core}/rich`, {
    spec: { type: 'ClusterIP', sessionAffinity: 'None', loadBalancerSourceRanges: null },
  });
  await t.delete(`${core}/rich`, undefined, { quiet: true });

  await t.post(
    t.at('endpoints'),
    named('v1', 'Endpoints', {
      subsets: [
        {
          addresses: [
            { ip: '1.2.3.4', hostname: 'a', nodeName: 'n', targetRef: { kind: 'Pod', name: 'p', uid: 'u' } },
          ],
          notReadyAddresses: [{ ip: 'fd00::1' }],
          ports: [
            { name: 'a', port: 80, appProtocol: 'http' },
            { name: 'b', port: 53, protocol: 'UDP' },
          ],
        },
        { addresses: [{ ip: '1.2.3.5' }], ports: [] },
      ],
    }),
  );
  await t.post(
    slices,
    named('discovery.k8s.io/v1', 'EndpointSlice', {
      addressType: 'IPv4',
      endpoints: [
        {
          addresses: ['1.2.3.4'],
          conditions: { ready: true, serving: true, terminating: false },
          hostname: 'a',
          nodeName: 'n',
          zone: 'z',
          hints: { forZones: [{ name: 'z' }], forNodes: [{ name: 'n' }] },
          targetRef: { kind: 'Pod', name: 'p' },
          deprecatedTopology: { a: 'b' },
        },
        { addresses: ['1.2.3.5'], conditions: {} },
      ],
      ports: [
        { name: 'a', port: 80, appProtocol: 'http' },
        { name: 'b', protocol: 'UDP' },
      ],
    }),
  );
  await t.merge(`${slices}/rich`, { metadata: { labels: { app: 'other' } } });
  await t.merge(`${slices}/rich`, { metadata: { annotations: { note: 'b' } } });
  await t.merge(`${slices}/rich`, { ports: [{ port: 81 }] });
  await t.merge(`${slices}/rich`, { ports: null, endpoints: null });

  const backend = { service: { name: 'web', port: { name: 'http' } } };
  const ingress = named('networking.k8s.io/v1', 'Ingress', {
    spec: {
      defaultBackend: { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'b' } },
      tls: [{ hosts: ['a.example.com'], secretName: 's' }, {}],
      rules: [
        {
          host: 'a.example.com',
          http: {
            paths: [
              { path: '/a', pathType: 'Exact', backend },
              { pathType: 'ImplementationSpecific', backend },
            ],
          },
        },
        { host: '*.example.com' },
        {},
      ],
    },
    status: balancer,
  });
  await t.post(networking('ingresses'), ingress);
  await t.merge(`${networking('ingresses')}/rich/status`, { status: balancer });
  await t.merge(`${networking('ingresses')}/rich`, { metadata: { annotations: { note: 'b' } } });
  await t.merge(`${networking('ingresses')}/rich`, { spec: { ingressClassName: 'x', tls: null } });

  await t.post(
    networking('networkpolicies'),
    named('networking.k8s.io/v1', 'NetworkPolicy', {
      spec: {
        podSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
        policyTypes: [],
        ingress: [
          {},
          {
            from: [
              { podSelector: {}, namespaceSelector: { matchLabels: { a: 'b' } } },
              { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
            ],
            ports: [{ port: 'http' }, { port: 1, endPort: 5, protocol: 'UDP' }, {}],
          },
        ],
        egress: [{ to: [], ports: [] }],
      },
    }),
  );
  await t.merge(`${networking('networkpolicies')}/rich`, { spec: { ingress: null } });

  // The default class of an Ingress: the newest of those that want to be it.
  const classes = '/apis/networking.k8s.io/v1/ingressclasses';
  const isDefault = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
  const ingressClass = (name: string, annotations: object): object => ({
    metadata: { name: `${t.namespace}-${name}`, annotations },
    spec: {
      controller: 'example.com/a',
      parameters: { kind: 'Settings', name: 's', scope: 'Namespace', namespace: 'n' },
    },
  });
  await t.post(classes, ingressClass('plain', {}));
  await t.post(classes, ingressClass('default', isDefault));
  // The admission plugin learns of a class a little later.
  await t.heard();
  const small = (name: string, fields: object, annotations: object = {}): object => ({
    metadata: { name, annotations },
    spec: { defaultBackend: backend, ...fields },
  });
  await t.post(networking('ingresses'), small('classless', {}));
  await t.post(networking('ingresses'), small('classy', { ingressClassName: 'own' }));
  await t.post(networking('ingresses'), small('annotated', {}, { 'kubernetes.io/ingress.class': 'own' }));
  await t.merge(`${networking('ingresses')}/classless`, { spec: { ingressClassName: null } });
  for (const name of ['plain', 'default'])
    await t.delete(`${classes}/${t.namespace}-${name}`, undefined, { quiet: true });

  const addresses = '/apis/networking.k8s.io/v1/ipaddresses';
  await t.post(addresses, {
    metadata: { name: '192.168.9.9' },
    spec: { parentRef: { group: 'example.com', resource: 'things', namespace: 'n', name: 'a' } },
  });
  await t.merge(`${addresses}/192.168.9.9`, { metadata: { labels: { a: 'b' } } });
  const ranges = '/apis/networking.k8s.io/v1/servicecidrs';
  await t.post(ranges, {
    metadata: { name: 'rich', labels: { a: 'b' } },
    spec: { cidrs: ['10.210.0.0/24'] },
  });
  await t.merge(`${ranges}/rich/status`, {
    metadata: { labels: { a: 'c' } },
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'R',
          message: 'm',
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
      ],
    },
  });
  await t.merge(`${ranges}/rich`, { spec: { cidrs: ['10.210.0.0/24', 'fd10::/108'] } });
  for (const path of [`${addresses}/192.168.9.9`, `${ranges}/rich`])
    await t.delete(path, undefined, { quiet: true });
};
