import type { Group } from '../session.ts';
import { service } from '../workloads.ts';

// What services get of what is there once: addresses, and ports on the nodes. A dry run would not look.
export const group: Group = async (t) => {
  const all = t.at('services');
  const make = async (name: string, spec: object): Promise<unknown> => await t.post(all, service(name, spec));
  const onNodes = (...ports: readonly object[]): object => ({ type: 'NodePort', ports });
  const local = {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    ports: [{ port: 80, nodePort: 30_031 }],
  };
  await make('out-of-range', onNodes({ port: 80, nodePort: 80 }));
  await make('beyond-the-range', onNodes({ port: 80, nodePort: 32_768 }));
  await make('negative', onNodes({ port: 80, nodePort: -1 }));
  await make(
    'second-out-of-range',
    onNodes({ name: 'a', port: 80, nodePort: 30_030 }, { name: 'b', port: 81, nodePort: 1 }),
  );
  await make('health-out-of-range', { ...local, healthCheckNodePort: 80 });
  await make('other-network', { clusterIP: '11.0.0.9' });
  await make('network', { clusterIP: '10.0.0.0' });
  await make('last', { clusterIP: '10.0.0.255' });
  await make('own', { clusterIP: '10.0.0.6' });
  await make('same', { clusterIP: '10.0.0.6' });
  await make(
    'nodes',
    onNodes({ name: 'a', port: 53, nodePort: 30_032 }, { name: 'b', port: 53, protocol: 'UDP' }),
  );
  await make('nodes-of-another', onNodes({ port: 80, nodePort: 30_032 }));
  await make('probed', { ...local, healthCheckNodePort: 30_033 });
  await make('probed-of-another', {
    ...local,
    ports: [{ port: 80, nodePort: 30_034 }],
    healthCheckNodePort: 30_033,
  });
  await make('nodes-of-the-probe', onNodes({ port: 80, nodePort: 30_033 }));
  // What an update keeps, gives back, and may not have.
  const changed = async (name: string, spec: object): Promise<unknown> =>
    await t.merge(t.at('services', name), { spec });
  await changed('own', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_032 }] });
  await changed('own', { type: 'NodePort', ports: [{ port: 80, nodePort: 1 }] });
  await changed('own', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_035 }] });
  await changed('own', { ports: [{ name: 'a', port: 81 }] });
  await changed('own', {
    ports: [
      { name: 'a', port: 81, nodePort: 30_036 },
      { name: 'b', port: 82, nodePort: 30_036 },
    ],
  });
  await changed('own', { type: 'ExternalName', externalName: 'example.com' });
  await make('same', { clusterIP: '10.0.0.6' });
  await changed('own', { type: 'ClusterIP', clusterIP: '10.0.0.6' });
  await changed('own', { type: 'ClusterIP', clusterIP: '10.0.0.5' });
  await t.get(t.at('services', 'own'));
  await t.put(t.at('services', 'probed'), service('probed', { ...local, ports: [{ port: 80 }] }));
  await changed('probed', { externalTrafficPolicy: 'Cluster' });
  await make('nodes-of-the-probe', onNodes({ port: 80, nodePort: 30_033 }));
  await changed('probed', { type: 'ClusterIP' });
  await t.merge(t.at('services', 'nodes'), {
    spec: { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false },
  });
  const status = { loadBalancer: { ingress: [{ ip: '1.2.3.4' }, { hostname: 'example.com' }] } };
  await t.merge(`${t.at('services', 'nodes')}/status`, { status });
  await t.merge(t.at('services', 'nodes'), { spec: { type: 'ClusterIP' } });
  // A new server gives itself the first address a moment after it is ready.
  await t.heard(1_000);
  await make('of-the-server', { clusterIP: '10.0.0.1' });
  await t.post(all, service('of-the-server', { clusterIP: '10.0.0.1' }), {
    query: { dryRun: 'All' },
    only: ['kind'],
  });
  for (const name of ['nodes', 'own', 'same', 'probed', 'nodes-of-the-probe'])
    await t.delete(t.at('services', name), undefined, { quiet: true });
};
