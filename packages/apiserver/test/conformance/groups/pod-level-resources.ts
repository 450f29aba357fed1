// What a pod asks for as a whole where it says so in part.

import type { Session } from '../session.ts';

const [some, more] = [
  { cpu: '100m', memory: '64Mi' },
  { cpu: '1', memory: '1Gi' },
];

export async function group(t: Session): Promise<void> {
  const create = (note: string, spec: object, container: object = {}): Promise<unknown> =>
    t.post(
      t.at('pods'),
      { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i', ...container }], ...spec } },
      { query: { dryRun: 'All' }, only: ['kind', 'spec', 'message'], note },
    );
  await create('limits alone', { resources: { limits: more } });
  await create('limits, and requests of its container', { resources: { limits: more } }, asking(some));
  await create(
    'limits, and limits of its container',
    { resources: { limits: more } },
    { resources: { limits: some } },
  );
  await create(
    'a request and a limit',
    { resources: { requests: { cpu: '500m' }, limits: more } },
    asking(some),
  );
  await create('requests alone', { resources: { requests: some } }, asking({ cpu: '50m' }));
  await create('limits below what its container asks for', { resources: { limits: some } }, asking(more));
  const pages = { 'hugepages-2Mi': '4Mi', ...some };
  await create(
    'huge pages of its container',
    { resources: { limits: more } },
    { resources: { limits: pages } },
  );
  await create('empty lists', { resources: { requests: {}, limits: {} } }, asking(some));
  const init = { name: 'i', image: 'i', ...asking({ cpu: '700m' }) };
  await create('an init container', { resources: { limits: more }, initContainers: [init] }, asking(some));
  const sidecar = { ...init, restartPolicy: 'Always' };
  await create(
    'a sidecar',
    { resources: { limits: { cpu: '2', memory: '1Gi' } }, initContainers: [sidecar] },
    asking(some),
  );
}

function asking(requests: object): object {
  return { resources: { requests } };
}
