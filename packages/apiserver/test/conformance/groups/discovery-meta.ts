import type { Group } from '../session.ts';

// The rest of what a server says about itself.
export const group: Group = async (t) => {
  for (const group of [
    'apps',
    'batch',
    'policy',
    'events.k8s.io',
    'apiextensions.k8s.io',
    'discovery.k8s.io',
  ])
    await t.get(`/apis/${group}`);
  for (const version of [
    'autoscaling/v2',
    'policy/v1',
    'networking.k8s.io/v1',
    'storage.k8s.io/v1',
    'discovery.k8s.io/v1',
    'scheduling.k8s.io/v1',
    'certificates.k8s.io/v1',
  ])
    await t.get(`/apis/${version}`);
  for (const path of ['/healthz', '/livez', '/readyz']) {
    await t.get(path, { exclude: 'etcd' });
    await t.get(`${path}/ping`);
  }
};
