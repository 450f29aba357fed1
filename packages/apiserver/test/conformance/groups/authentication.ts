import { grant, revoke } from '../rights.ts';
import type { Ask, Group } from '../session.ts';

// Who a request is from, by what its Authorization says.
export const group: Group = async (t) => {
  const who = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const as = (authorization: string, note: string, more: Record<string, string> = {}): Ask => ({
    headers: { authorization, ...more },
    note,
  });
  const headers: Readonly<Record<string, string>> = {
    nothing: '',
    'another scheme': 'Basic YWRtaW46cGFzc3dvcmQ=',
    'a scheme alone': 'Bearer',
    'a scheme and a blank': 'Bearer ',
    'a scheme in capitals': 'BEARER actor-token',
    'a scheme in small letters': 'bearer actor-token',
    'two blanks': 'Bearer  actor-token',
    'three blanks': 'Bearer   actor-token',
    'a tab': 'Bearer\tactor-token',
    'a token alone': 'actor-token',
    'an actor': 'Bearer actor-token',
    'more behind it': 'Bearer actor-token nobody',
    'blanks around it': '  Bearer actor-token  ',
    'a comma': 'Bearer actor-token, Bearer admin-token',
    'an unknown token': 'Bearer nobody',
    'a token that looks like one': 'Bearer a.b.c',
    negotiation: 'Negotiate YII=',
    digest: 'Digest username="admin"',
  };
  for (const [note, header] of Object.entries(headers)) {
    await t.post(who, {}, as(header, note));
    await t.get(t.at('configmaps'), {}, as(header, note));
  }
  for (const path of ['/version', '/healthz', '/api', '/metrics', '/.well-known/openid-configuration']) {
    await t.get(path, {}, { ...as('', 'nobody'), only: [] });
    await t.get(path, {}, { ...as('Bearer nobody', 'an unknown token'), only: [] });
  }

  const issued = async (name: string, spec: object = {}): Promise<string> => {
    const { object } = await t.post(`${t.at('serviceaccounts', name)}/token`, { spec }, { quiet: true });
    const { status } = object as { readonly status: { readonly token: string } };
    return `Bearer ${status.token}`;
  };
  for (const name of ['robot', 'gone'])
    await t.post(t.at('serviceaccounts'), { metadata: { name } }, { quiet: true });
  const robot = await issued('robot');
  await grant(t, `system:serviceaccount:${t.namespace}:robot`, {
    where: 'namespace',
    rules: [{ verbs: ['list'], apiGroups: [''], resources: ['configmaps'] }],
  });
  await t.post(who, {}, as(robot, 'a service account'));
  await t.get(t.at('configmaps'), { limit: 1 }, { ...as(robot, 'a service account'), only: ['kind'] });
  await t.get(t.at('secrets'), {}, as(robot, 'a service account'));
  await t.get('/api/v1/nodes', {}, as(robot, 'a service account'));
  await t.get(
    '/.well-known/openid-configuration',
    {},
    { ...as(robot, 'a service account'), only: ['issuer'] },
  );
  await t.get('/openid/v1/jwks', {}, { ...as(robot, 'a service account'), only: [] });
  await t.get('/openid/v1/jwks/', {}, as(robot, 'a service account'));
  await t.post('/openid/v1/jwks', {}, as(robot, 'a service account'));
  await t.post(who, {}, as(robot, 'a service account as another', { 'impersonate-user': 'jane' }));
  await t.post(who, {}, as(await issued('robot', { audiences: ['vault'] }), 'for another audience'));
  const gone = await issued('gone');
  await t.delete(t.at('serviceaccounts', 'gone'), undefined, { quiet: true });
  await t.heard();
  await t.post(who, {}, as(gone, 'an account that is gone'));
  await t.post(who, {}, as(`${robot}a`, 'a wrong signature'));
  await t.get('/.well-known/openid-configuration');
  await t.get('/.well-known/openid-configuration', { pretty: true });
  await t.get('/.well-known/openid-configuration/');
  await t.get('/.well-known');
  await t.post('/.well-known/openid-configuration', {});
  await t.get('/openid/v1/jwks', {}, { only: ['kind'] });
  await t.get('/openid/v1');
  await t.get('/openid/v1/jwks', {}, { headers: { accept: '*/*' }, only: [] });
  await t.get('/openid/v1/jwks', {}, { headers: { accept: 'application/*' }, only: [] });
  await t.get(
    '/openid/v1/jwks',
    {},
    { headers: { accept: 'text/html, application/jwk-set+json;q=0.5' }, only: [] },
  );
  await t.send('HEAD', '/openid/v1/jwks');
  await t.get('/.well-known/openid-configuration', {}, { headers: { accept: 'text/html' } });
  await revoke(t);
};
