// Requests for a pod, a service or a node that cannot be passed on, and who refuses them.

import type { Session } from '../session.ts';

export async function group(t: Session): Promise<void> {
  await pods(t);
  await services(t);
  await nodes(t);
  await methods(t);
}

async function pods(t: Session): Promise<void> {
  const proxied = (name: string): string => t.at('pods', `${name}/proxy/`);
  await makePod(t, 'silent');
  for (const path of ['none/proxy', 'none/proxy/', 'none/proxy/a/b', 'Bad_Name/proxy/', 'silent/proxy'])
    await t.get(t.at('pods', path));
  for (const name of [
    'none:80',
    'https:none:80',
    'a:b:c:d',
    'foo:none:80',
    ':80',
    'silent:80',
    'silent:',
    'silent:http',
  ])
    await t.get(proxied(name));
  for (const ip of ['127.0.0.1', '169.254.1.1', '224.0.0.5', '230.1.1.1', 'fe80::1', '255.255.255.255'])
    await t.get(proxied(await makePod(t, `at-${ip.replaceAll(/[.:]+/g, '-')}`, ip)));
  await t.get(proxied('none'), { path: '/x' });
  await t.get(proxied('none'), { dryRun: 'All' });
  await t.get(proxied('none'), {}, { headers: { authorization: 'Bearer actor-token' }, note: 'by another' });
  for (const accept of ['text/plain', 'application/json;as=Table;v=v1;g=meta.k8s.io'])
    await t.get(proxied('none'), {}, { headers: { accept }, note: accept });
  await t.get('/api/v1/namespaces/nowhere/pods/none/proxy/');
  await t.get('/api/v1/pods/none/proxy/');
  await t.get(t.at('configmaps', 'none/proxy/'));
}

async function makePod(t: Session, name: string, ip?: string): Promise<string> {
  const spec = { containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 8080 }] }] };
  await t.post(t.at('pods'), { metadata: { name }, spec }, { quiet: true });
  const status = { podIP: ip, podIPs: [{ ip }] };
  if (ip !== undefined) await t.merge(t.at('pods', `${name}/status`), { status }, { quiet: true });
  return name;
}

async function services(t: Session): Promise<void> {
  const make = async (name: string, subsets: readonly object[]): Promise<void> => {
    const ports = [
      { port: 80, name: 'web' },
      { port: 81, name: 'more' },
    ];
    await t.post(
      t.at('services'),
      { metadata: { name }, spec: { clusterIP: 'None', ports } },
      { quiet: true },
    );
    await t.post(t.at('endpoints'), { metadata: { name }, subsets }, { quiet: true });
  };
  const reached = (...addresses: readonly object[]): object[] => [
    { addresses, ports: [{ port: 1, name: 'web' }] },
  ];
  const targetRef = { kind: 'Pod', name: 'silent', namespace: t.namespace };
  await t.post(
    t.at('services'),
    { metadata: { name: 'alone' }, spec: { clusterIP: 'None', ports: [{ port: 80 }] } },
    { quiet: true },
  );
  await make('empty', []);
  await make('of-none', reached({ ip: '10.9.9.9' }));
  await make('of-another', reached({ ip: '10.9.9.9', targetRef }));
  for (const path of ['none/proxy', 'none/proxy/', 'alone/proxy']) await t.get(t.at('services', path));
  for (const name of [
    ...[
      'none:80',
      'https:none:80',
      'a:b:c:d',
      'alone:80',
      'alone:90',
      'alone:x',
      'empty',
      'empty:80',
      'empty:+80',
    ],
    ...['empty:082', 'empty:-1', 'empty:99999999999999999999', 'of-none', 'of-none:web', 'of-none:more'],
    ...['of-another:80', 'of-another:web', 'https:of-another:web'],
  ])
    await t.get(t.at('services', `${name}/proxy/`));
}

async function nodes(t: Session): Promise<void> {
  const path = '/api/v1/nodes';
  const make = async (name: string, addresses: readonly object[]): Promise<void> => {
    await t.post(
      path,
      { metadata: { name: `${t.namespace}-${name}` }, status: { addresses } },
      { quiet: true },
    );
  };
  await make('a', []);
  await make('b', [
    { type: 'Odd', address: 'a' },
    { type: 'Strange', address: 'b' },
  ]);
  await make('c', [{ type: 'ExternalIP', address: '127.0.0.1' }]);
  await make('d', [
    { type: 'ExternalIP', address: '192.0.2.1' },
    { type: 'InternalIP', address: 'fe80::1' },
  ]);
  for (const name of ['a', 'a:99', 'b', 'http:b:80', ':b:80', 'c', 'd'])
    await t.get(`${path}/${name.replace(/[a-d]\b/, `${t.namespace}-$&`)}/proxy/`);
  for (const name of [
    'none/proxy',
    'none/proxy/',
    'none/proxy/metrics',
    'none:10250/proxy/',
    'a:b:c:d/proxy/',
  ])
    await t.get(`${path}/${name}`);
  for (const name of ['a', 'b', 'c', 'd'])
    await t.delete(`${path}/${t.namespace}-${name}`, undefined, { quiet: true });
}

async function methods(t: Session): Promise<void> {
  const merge = { body: {}, headers: { 'content-type': 'application/merge-patch+json' } };
  for (const path of [
    t.at('pods', 'none/proxy'),
    t.at('services', 'alone/proxy/x'),
    '/api/v1/nodes/none/proxy/',
  ]) {
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'] as const) await t.send(method, path);
    await t.send('PATCH', path, merge);
  }
}
