// The columns of custom kinds: what their paths find, as values of their types.

import { served } from '../custom-kind.ts';
import { definitions } from '../objects.ts';
import type { Session } from '../session.ts';

const domain = 'columns.example.com';
const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
const list = { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' };
const types = ['string', 'integer', 'number', 'boolean', 'date'];
const paths = [
  '.s',
  '.i',
  '.f',
  '.b',
  '.d',
  '.l',
  '.o',
  '.n',
  '.l[0]',
  '.l[-1]',
  '.l[*]',
  '.o.a',
  '.n.a',
  '.c[*].status',
];
const ready = '.c[?(@.type=="Ready")].status';

const objects: Readonly<Record<string, object>> = {
  odd: { s: '7', i: '7', f: 3, b: 'true', d: 'yesterday', l: [], o: 'text', n: 0, c: 'x' },
  text: { s: '', i: -1, f: 1.75, b: false, d: '', l: [[1], [2]], o: null, n: 'null' },
  lines: { s: 'a\nb\tc', i: -1.9, f: 100_000_000, b: null, d: 'null', l: 'x', c: [{ type: 'Ready' }] },
  whole: {
    s: '<text>',
    i: 5,
    f: -0.5,
    b: true,
    d: '2020-01-01T00:00:00Z',
    l: [{ b: '<', a: 1 }, 2.5, true, null],
    o: { b: [1, 'x&y'], a: {} },
    n: null,
    c: [{ type: 'Other', status: 'a' }, { type: 'Ready' }, { type: 'Ready', status: 'b' }],
  },
  zone: { d: '2020-01-01T00:00:00+01:00', n: { a: 'b' }, c: [{}, { type: 'Ready', status: null }] },
  none: {},
};

async function define(t: Session, plural: string, columns: readonly object[] | undefined): Promise<string> {
  const [singular, kind] = [plural.slice(0, -1), `${plural.charAt(0).toUpperCase()}${plural.slice(1, -1)}`];
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const version = { name: 'v1', served: true, storage: true, schema };
  await t.post(
    definitions,
    {
      metadata: { name: `${plural}.${domain}` },
      spec: {
        group: domain,
        scope: 'Namespaced',
        names: { plural, singular, kind, listKind: `${kind}List` },
        versions: [{ ...version, ...(columns && { additionalPrinterColumns: columns }) }],
      },
    },
    { quiet: true },
  );
  const path = `/apis/${domain}/v1/namespaces/${t.namespace}/${plural}`;
  await served(t, path);
  await t.get(path, {}, { headers: table, note: 'of nothing' });
  for (const [name, values] of Object.entries(objects)) {
    const metadata = { name, labels: { 'a.b/c': name } };
    await t.post(path, { apiVersion: `${domain}/v1`, kind, metadata, ...values }, { quiet: true });
  }
  return path;
}

export async function group(t: Session): Promise<void> {
  const column = (name: string, type: string, jsonPath: string): object => ({ name, type, jsonPath });
  const typed = await define(
    t,
    'typeds',
    types.flatMap((type) => [...paths, ready].map((path, at) => column(`${type} ${at}`, type, path))),
  );
  const plain = await define(t, 'plains', undefined);
  const own = await define(t, 'owns', [
    column('Age', 'date', '.metadata.creationTimestamp'),
    column('Created', 'string', '.metadata.creationTimestamp'),
    column('Deleted', 'date', '.metadata.deletionTimestamp'),
    column('Label', 'string', '.metadata.labels.a\\.b/c'),
    column('Kind', 'string', '.kind'),
    { ...column('Wide', 'string', '.s'), priority: 1, description: 'all of it', format: 'password' },
  ]);
  for (const path of [typed, plain, own]) {
    await t.get(path, {}, { headers: table });
    await t.get(path, { includeObject: 'None', limit: 1 }, { headers: table });
    await t.get(`${path}/whole`, {}, { headers: table });
    await t.get(`${path}/whole`, {}, { headers: list });
    await t.get(path, { labelSelector: 'x=y' }, { headers: table });
    await t.delete(path, undefined, { headers: table, query: { labelSelector: 'x=y' } });
    await t.delete(`${definitions}/${path.split('/').at(-1)}.${domain}`, undefined, { quiet: true });
  }
}
