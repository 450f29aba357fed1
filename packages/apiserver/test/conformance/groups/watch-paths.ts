// Watches by their deprecated paths: judged as lists, unless they say once more that they are watches.

import { configMap } from '../objects.ts';
import type { Ask, Session } from '../session.ts';

export async function group(t: Session): Promise<void> {
  await t.post(t.at('configmaps'), configMap('a'), { quiet: true });
  const collection = `/api/v1/watch/namespaces/${t.namespace}/configmaps`;
  const paths = [collection, `${collection}/a`];
  for (const path of [...paths, t.at('configmaps')]) await initialEvents(t, path);
  for (const path of paths) await shapes(t, path);
  for (const path of [...paths, `${collection}/a/status`])
    for (const method of ['POST', 'PUT', 'DELETE'] as const) await t.send(method, path);
}

async function initialEvents(t: Session, path: string): Promise<void> {
  const match = { resourceVersionMatch: 'NotOlderThan' };
  const queries: readonly NonNullable<Ask['query']>[] = [
    { sendInitialEvents: true },
    { sendInitialEvents: true, ...match },
    { sendInitialEvents: false, ...match },
    { sendInitialEvents: true, resourceVersionMatch: 'Exact' },
    { sendInitialEvents: true, watch: 1 },
    match,
    { ...match, watch: 1 },
    { limit: 1, continue: 'x' },
  ];
  const isPlain = path === t.at('configmaps');
  for (const query of queries)
    await t.get(path, { ...(isPlain && { watch: 1 }), ...query, timeoutSeconds: 1 }, { only: ['kind'] });
}

async function shapes(t: Session, path: string): Promise<void> {
  const meta = 'v=v1;g=meta.k8s.io';
  for (const accept of [
    ...['application/xml', 'text/plain', 'application/*', 'application/yaml', 'application/json;stream=foo'],
    ...[`application/json;as=Foo;${meta}`, 'application/json;as=Table;v=v2;g=meta.k8s.io'],
    ...[`application/json;as=PartialObjectMetadata;${meta}`, 'application/json;stream=watch'],
  ])
    await t.get(path, { timeoutSeconds: 1, resourceVersion: 0 }, { headers: { accept }, note: accept });
}
