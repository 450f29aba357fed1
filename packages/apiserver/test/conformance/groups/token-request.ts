import type { Ask, Group, Session } from '../session.ts';

// Tokens of service accounts: who may have one, for how long, for whom, and bound to what.
export const group: Group = async (t) => {
  const account = async (name: string): Promise<string> =>
    (await t.post(t.at('serviceaccounts'), { metadata: { name } }, { quiet: true })).metadata['uid'] ?? '';
  const uid = await account('robot');
  await account('other');
  const ask = (spec: unknown, more: Ask & { readonly metadata?: object } = {}): Promise<unknown> => {
    const { metadata, ...rest } = more;
    return t.post(`${t.at('serviceaccounts', 'robot')}/token`, { ...(metadata && { metadata }), spec }, rest);
  };
  const bind = (boundObjectRef: unknown, note: string): Promise<unknown> => ask({ boundObjectRef }, { note });

  await ask(undefined, { note: 'nothing said' });
  await ask({}, { note: 'an empty spec' });
  await ask({ audiences: [] });
  await ask({ audiences: ['vault'] });
  await ask({ audiences: ['vault', 'https://example.com', 'vault'] });
  await ask({ audiences: [''] }, { note: 'an empty audience' });
  for (const expirationSeconds of [
    0, -1, 599, 600, 601, 3599, 3607, 7200, 31_536_000, 4_294_967_296, 4_294_967_297, 9_007_199_254_740_991,
  ])
    await ask({ expirationSeconds }, { note: `${expirationSeconds} s` });
  await ask({ expirationSeconds: null }, { note: 'no duration' });
  await ask({ expirationSeconds: '600' }, { note: 'a duration in quotes' });
  await ask({ expirationSeconds: 600.5 }, { note: 'a broken duration' });
  await ask({ audiences: 'vault' }, { note: 'an audience that is no list' });

  await bodies(t, ask);
  await ask({}, { metadata: { uid }, note: 'its own uid' });
  await ask({}, { metadata: { uid: '00000000-0000-4000-8000-000000000000' }, note: 'another uid' });
  await ask({}, { query: { dryRun: 'All' } });
  await ask({}, { query: { dryRun: 'some' } });
  await ask({}, { query: { fieldManager: 'me' } });
  await ask({}, { query: { fieldValidation: 'Strict' }, note: 'strict' });
  await ask({ extra: 1 }, { query: { fieldValidation: 'Strict' }, note: 'an unknown field, strict' });
  await ask({ extra: 1 }, { note: 'an unknown field' });

  const spec = (more: object): object => ({ containers: [{ name: 'c', image: 'i' }], ...more });
  const made = async (plural: string, object: object): Promise<string> =>
    (await t.post(t.at(plural), object, { quiet: true })).metadata['uid'] ?? '';
  const podUid = await made('pods', {
    metadata: { name: 'mine' },
    spec: spec({ serviceAccountName: 'robot' }),
  });
  await made('pods', {
    metadata: { name: 'lost' },
    spec: spec({ serviceAccountName: 'robot', nodeName: 'gone' }),
  });
  const node = `${t.namespace}-node`;
  await t.post('/api/v1/nodes', { metadata: { name: node } }, { quiet: true });
  await made('pods', {
    metadata: { name: 'placed' },
    spec: spec({ serviceAccountName: 'robot', nodeName: node }),
  });
  await made('pods', { metadata: { name: 'others' }, spec: spec({ serviceAccountName: 'other' }) });
  await made('pods', { metadata: { name: 'nobodys' }, spec: spec({}) });
  const secretUid = await made('secrets', { metadata: { name: 'mine' } });
  const stranger = '00000000-0000-4000-8000-000000000000';
  const refs: Readonly<Record<string, unknown>> = {
    'an empty reference': {},
    'a pod': { kind: 'Pod', apiVersion: 'v1', name: 'mine' },
    'a pod by uid': { kind: 'Pod', apiVersion: 'v1', name: 'mine', uid: podUid },
    'a pod with another uid': { kind: 'Pod', apiVersion: 'v1', name: 'mine', uid: stranger },
    'a pod of a node that is not there': { kind: 'Pod', apiVersion: 'v1', name: 'lost' },
    'a pod on a node': { kind: 'Pod', apiVersion: 'v1', name: 'placed' },
    'a pod of another account': { kind: 'Pod', apiVersion: 'v1', name: 'others' },
    'a pod of no account': { kind: 'Pod', apiVersion: 'v1', name: 'nobodys' },
    'a pod that is not there': { kind: 'Pod', apiVersion: 'v1', name: 'none' },
    'a pod without a name': { kind: 'Pod', apiVersion: 'v1' },
    'a pod of no version': { kind: 'Pod', name: 'mine' },
    'a pod of another version': { kind: 'Pod', apiVersion: 'v2', name: 'mine' },
    'a secret': { kind: 'Secret', apiVersion: 'v1', name: 'mine' },
    'a secret by uid': { kind: 'Secret', apiVersion: 'v1', name: 'mine', uid: secretUid },
    'a secret with another uid': { kind: 'Secret', apiVersion: 'v1', name: 'mine', uid: stranger },
    'a secret that is not there': { kind: 'Secret', apiVersion: 'v1', name: 'none' },
    'a node': { kind: 'Node', apiVersion: 'v1', name: node },
    'a node with another uid': { kind: 'Node', apiVersion: 'v1', name: node, uid: stranger },
    'a node that is not there': { kind: 'Node', apiVersion: 'v1', name: 'none' },
    'a ConfigMap': { kind: 'ConfigMap', apiVersion: 'v1', name: 'mine' },
    'a Deployment': { kind: 'Deployment', apiVersion: 'apps/v1', name: 'mine' },
    'a kind of three parts': { kind: 'Pod', apiVersion: 'a/b/c', name: 'mine' },
    'no kind': { apiVersion: 'v1', name: 'mine' },
  };
  for (const [note, ref] of Object.entries(refs)) await bind(ref, note);
  const boundTo = (name: string): object => ({ kind: 'Pod', apiVersion: 'v1', name });
  await ask({ boundObjectRef: boundTo('mine'), expirationSeconds: 3607 }, { note: 'as the kubelet asks' });
  await ask(
    { boundObjectRef: boundTo('mine'), expirationSeconds: 3607, audiences: ['vault'] },
    { note: 'as the kubelet asks, for another' },
  );
  await ask({ boundObjectRef: boundTo('mine'), expirationSeconds: 3606 }, { note: 'a second less' });
  await ask({ boundObjectRef: boundTo('others'), expirationSeconds: 1 }, { note: 'two faults' });
  await t.delete(`/api/v1/nodes/${node}`, undefined, { quiet: true });

  const at = `${t.at('serviceaccounts', 'robot')}/token`;
  await t.get(at);
  await t.put(at, {});
  await t.delete(at);
  await t.post(`${t.at('serviceaccounts', 'none')}/token`, { spec: {} });
  await t.post(`${t.at('serviceaccounts', 'none')}/token`, { spec: { expirationSeconds: 1 } });
  await t.post('/api/v1/namespaces/no-such-place/serviceaccounts/robot/token', { spec: {} });
};

async function bodies(
  t: Session,
  ask: (spec: unknown, more: Ask & { readonly metadata?: object }) => Promise<unknown>,
): Promise<void> {
  await ask({}, { metadata: { name: 'robot', namespace: t.namespace }, note: 'its own name' });
  await ask({}, { metadata: { name: 'other' }, note: 'another name' });
  await ask({}, { metadata: { namespace: 'default' }, note: 'another namespace' });
  await ask({}, { metadata: { labels: { a: 'b' }, annotations: { c: 'd' } }, note: 'labels' });
  await ask({}, { metadata: { generateName: 'x-', resourceVersion: '7' }, note: 'more metadata' });
  const at = `${t.at('serviceaccounts', 'robot')}/token`;
  await t.post(at, undefined, { note: 'no body' });
  await t.post(
    at,
    { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', spec: {} },
    { note: 'its kind' },
  );
  await t.post(at, { kind: 'TokenReview', apiVersion: 'authentication.k8s.io/v1' }, { note: 'another kind' });
  await t.post(at, { kind: 'TokenRequest', apiVersion: 'v1' }, { note: 'another group' });
  await t.post(at, { spec: {}, status: { token: 'mine' } }, { note: 'with a status' });
}
