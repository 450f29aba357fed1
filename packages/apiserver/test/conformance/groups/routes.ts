import type { Group, Session } from '../session.ts';
import { pod } from '../workloads.ts';

// What is decided first: whether there is a path, whether it takes the method, and only then what the client accepts.
export const group: Group = async (t) => {
  await t.post(t.at('pods'), pod('p'), { quiet: true });
  await paths(t);
  await methods(t);
  await documents(t);
  const exported = ['true', '', 'x', '0', 'False'];
  for (const path of [t.at('pods', 'p'), t.at('pods', 'p/status'), t.at('pods', 'none'), t.at('pods')])
    for (const value of exported) await t.get(path, { export: value }, { only: ['kind'] });
  await t.get(
    t.at('secrets'),
    {},
    accepting('application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'),
  );
  await t.get(t.at('pods', 'p/log'), {}, accepting('text/html'));
};

const unknown = ['text/html', 'application/json;as=Nope;v=v1;g=meta.k8s.io', 'application/*'];

async function paths(t: Session): Promise<void> {
  const there = ['nothing', 'Pods', 'nothing/a', 'pods/p/nothing', 'pods/p/scale', 'pods/p/status/more'];
  const elsewhere = [
    '/api/v2',
    '/api/v2/pods',
    '/apis/none',
    '/apis/none/v1',
    '/apis/apps/v9',
    '/openapi/v3/none',
  ];
  for (const path of [...there.map((one) => t.at(one)), ...elsewhere])
    for (const accept of unknown) await t.get(path, {}, accepting(accept));
}

async function methods(t: Session): Promise<void> {
  const parts = ['p/eviction', 'p/binding', 'p/log', 'p/status', 'p'].map((part) => t.at('pods', part));
  const reviews = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  for (const path of [...parts, t.at('pods'), t.at('bindings'), reviews, `${reviews}/a`, '/api/v1/pods'])
    for (const method of ['GET', 'PUT', 'POST'] as const) {
      // What is taken is asked for elsewhere.
      if (isTaken(path, method)) continue;
      for (const accept of ['application/json', ...unknown]) await t.send(method, path, accepting(accept));
    }
}

function isTaken(path: string, method: 'GET' | 'PUT' | 'POST'): boolean {
  if (method === 'GET') return /\/(p|log|status|pods)$/.test(path);
  return method === 'PUT'
    ? /\/(p|status)$/.test(path)
    : /(reviews|bindings|binding|eviction|s\/pods)$/.test(path);
}

async function documents(t: Session): Promise<void> {
  const all = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  for (const path of [
    '/version',
    '/version/',
    '/api',
    '/api/v1',
    '/api/v1/',
    '/apis',
    '/apis/',
    '/apis/apps',
    '/apis/apps/v1',
  ])
    for (const accept of [...unknown, ...shown(path, all)])
      await t.get(path, {}, { ...accepting(accept), only: ['kind', 'code', 'message', 'details'] });
}

// The list of all groups holds those of other definitions too.
function shown(path: string, all: string): readonly string[] {
  if (/^\/apis\/?$/.test(path)) return path.endsWith('/') ? [all] : [];
  return path === '/api' ? ['application/yaml'] : ['application/yaml', all];
}

function accepting(accept: string): { readonly headers: { readonly accept: string }; readonly note: string } {
  return { headers: { accept }, note: accept };
}
