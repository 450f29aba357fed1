import type { Ask, Group } from '../session.ts';

// Whose a token is.
export const group: Group = async (t) => {
  const review = (spec: unknown, ask: Ask = {}): Promise<unknown> =>
    t.post('/apis/authentication.k8s.io/v1/tokenreviews', { spec }, ask);
  const made = async (plural: string, object: object): Promise<unknown> =>
    await t.post(t.at(plural), object, { quiet: true });
  const issued = async (name: string, spec: object = {}): Promise<string> => {
    const { object } = await t.post(`${t.at('serviceaccounts', name)}/token`, { spec }, { quiet: true });
    const { status } = object as { readonly status: { readonly token: string } };
    return status.token;
  };
  for (const name of ['robot', 'gone', 'again']) await made('serviceaccounts', { metadata: { name } });

  await review({ token: 'admin-token', audiences: [] }, { note: 'no audiences' });
  await review({ token: 'admin-token', audiences: ['vault'] }, { note: 'for another audience' });
  await review({ token: 'actor-token' }, { note: 'an actor' });
  await review({ token: 'admin-token ' }, { note: 'a blank behind it' });
  await review({ token: ' admin-token' }, { note: 'a blank before it' });
  await review({ token: 'admin-token actor-token' }, { note: 'two tokens' });
  await review({ token: '' }, { note: 'an empty token' });
  await review({ token: 7 }, { note: 'a number' });
  await review({ audiences: ['vault'] }, { note: 'no token' });
  await review({ token: 'nobody', audiences: ['vault'] }, { note: 'an unknown one for another' });

  const token = await issued('robot');
  await review({ token }, { note: 'of a service account' });
  await review({ token, audiences: ['vault'] }, { note: 'of a service account, for another audience' });
  await review({ token, audiences: ['vault', 'else'] }, { note: 'of a service account, for others' });
  const vault = await issued('robot', { audiences: ['vault', 'else', 'vault'] });
  await review({ token: vault }, { note: 'for others than the server' });
  await review({ token: vault, audiences: ['vault'] }, { note: 'for its audience' });
  await review(
    { token: vault, audiences: ['else', 'vault', 'none', 'vault'] },
    { note: 'for its audiences' },
  );

  const [head = '', claims = '', signature = ''] = token.split('.');
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const known = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { readonly kid: string };
  const forged = (change: object): string => part({ ...known, ...change });
  const wrong: Readonly<Record<string, string>> = {
    'no signature': `${head}.${claims}.`,
    'two parts': `${head}.${claims}`,
    'four parts': `${head}.${claims}.${signature}.a`,
    'another signature': `${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    'a short signature': `${head}.${claims}.${signature.slice(0, -4)}`,
    'a signature that is no base64': `${head}.${claims}.%%%`,
    'other claims': `${head}.${forged({ sub: 'system:serviceaccount:kube-system:admin' })}.${signature}`,
    'another issuer': `${head}.${forged({ iss: 'https://example.com' })}.${signature}`,
    'an issuer that is a number': `${head}.${forged({ iss: 7 })}.${signature}`,
    'claims that are no JSON': `${head}.${Buffer.from('{').toString('base64url')}.${signature}`,
    'claims that are a list': `${head}.${part([])}.${signature}`,
    'claims that are no base64': `${head}.*${claims}.${signature}`,
    'a head that is no JSON': `e30x.${claims}.${signature}`,
    'an empty head': `${part({})}.${claims}.${signature}`,
    'another key': `${part({ alg: 'RS256', kid: 'other' })}.${claims}.${signature}`,
    'a key that is a number': `${part({ alg: 'RS256', kid: 7 })}.${claims}.${signature}`,
    'no algorithm': `${part({ kid })}.${claims}.${signature}`,
    'the algorithm none': `${part({ alg: 'none' })}.${claims}.`,
    'the algorithm none, with the key': `${part({ alg: 'none', kid })}.${claims}.`,
    'a shared secret': `${part({ alg: 'HS256', kid })}.${claims}.${signature}`,
    'a critical header': `${part({ alg: 'RS256', kid, crit: ['exp'] })}.${claims}.${signature}`,
  };
  for (const [note, one] of Object.entries(wrong)) await review({ token: one }, { note });

  const pod = (name: string): object => ({
    metadata: { name },
    spec: { serviceAccountName: 'robot', containers: [{ name: 'c', image: 'i' }] },
  });
  const node = `${t.namespace}-node`;
  await t.post('/api/v1/nodes', { metadata: { name: node } }, { quiet: true });
  const bound = async (kind: string, name: string): Promise<string> =>
    await issued('robot', { boundObjectRef: { apiVersion: 'v1', kind, name } });
  for (const name of ['running', 'ended', 'returned']) await made('pods', pod(name));
  await made('pods', { metadata: { name: 'placed' }, spec: { ...spec, nodeName: node } });
  for (const name of ['kept', 'removed']) await made('secrets', { metadata: { name } });
  await review({ token: await bound('Pod', 'running') }, { note: 'bound to a pod' });
  const onNode = await bound('Pod', 'placed');
  await review({ token: onNode }, { note: 'bound to a pod on a node' });
  await review({ token: await bound('Secret', 'kept') }, { note: 'bound to a secret' });
  const [ofNode, ofEnded, ofReturned, ofRemoved] = [
    await bound('Node', node),
    await bound('Pod', 'ended'),
    await bound('Pod', 'returned'),
    await bound('Secret', 'removed'),
  ];
  await review({ token: await bound('Node', node) }, { note: 'bound to a node' });
  await t.delete(t.at('pods', 'ended'), { gracePeriodSeconds: 0 }, { quiet: true });
  await t.delete(t.at('pods', 'returned'), { gracePeriodSeconds: 0 }, { quiet: true });
  await made('pods', pod('returned'));
  await t.delete(t.at('secrets', 'removed'), undefined, { quiet: true });
  await t.delete(t.at('pods', 'placed'), { gracePeriodSeconds: 0 }, { quiet: true });
  await t.delete(`/api/v1/nodes/${node}`, undefined, { quiet: true });
  const [ofGone, ofAgain] = [await issued('gone'), await issued('again')];
  for (const name of ['gone', 'again'])
    await t.delete(t.at('serviceaccounts', name), undefined, { quiet: true });
  await made('serviceaccounts', { metadata: { name: 'again' } });
  // The real server hears of a deletion a moment later.
  await t.heard();
  await review({ token: ofEnded }, { note: 'bound to a pod that is gone' });
  await review({ token: ofReturned }, { note: 'bound to a pod that was made anew' });
  await review({ token: ofRemoved }, { note: 'bound to a secret that is gone' });
  await review({ token: ofNode }, { note: 'bound to a node that is gone' });
  await review({ token: ofGone }, { note: 'of an account that is gone' });
  await review({ token: ofAgain }, { note: 'of an account that was made anew' });

  await review({ token: 'actor-token' }, { query: { dryRun: 'All' } });
  const path = '/apis/authentication.k8s.io/v1/tokenreviews';
  await t.get(path);
  const told = { token: 'actor-token' };
  await t.post(
    path,
    { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', spec: told },
    { note: 'another kind' },
  );
  await t.post(path, { kind: 'TokenReview', apiVersion: 'v1', spec: told }, { note: 'another group' });
};

const spec = { serviceAccountName: 'robot', containers: [{ name: 'c', image: 'i' }] };
