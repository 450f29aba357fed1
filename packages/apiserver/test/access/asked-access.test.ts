// What a server tells of the rights that requests need.

import { describe, expect, test } from '@jest/globals';
import type { AskedAccess } from '../../src/index.ts';
import { TestServer } from '../support/test-server.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const merge = { 'content-type': 'application/merge-patch+json' };
const apply = { 'content-type': 'application/apply-patch+yaml' };
const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'u', blockOwnerDeletion: true };
const applied = (more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'b', ...more },
});

function listening(options: object = {}) {
  const asked: AskedAccess[] = [];
  const server = new TestServer({ ...options, onAccess: (one: AskedAccess) => void asked.push(one) });
  const told = (): string[] => {
    const texts = asked.splice(0).map(({ access: { verb, group, resource, ...more } }) => {
      const { subresource, namespace, name } = more;
      const what = [resource, subresource].filter(Boolean).join('/');
      return [verb, [what, group].filter(Boolean).join('.'), namespace ?? '-', name ?? '-'].join(' ');
    });
    return [...new Set(texts)];
  };
  return { server, asked, told };
}

describe('rights that requests need', () => {
  test.each([
    ['GET', configMaps, 'list configmaps default -'],
    ['GET', '/api/v1/configmaps', 'list configmaps - -'],
    ['GET', `${configMaps}?watch=true`, 'watch configmaps default -'],
    ['GET', `${configMaps}?fieldSelector=metadata.name%3Da`, 'list configmaps default a'],
    ['GET', `${configMaps}/a`, 'get configmaps default a'],
    ['DELETE', `${configMaps}/a`, 'delete configmaps default a'],
    ['DELETE', configMaps, 'deletecollection configmaps default -'],
    ['GET', `${deployments}/web/scale`, 'get deployments/scale.apps default web'],
    ['GET', '/api/v1/nodes/n1', 'get nodes - n1'],
    ['GET', '/version', ''],
    ['OPTIONS', configMaps, ''],
    ['GET', '/apis/*/v1/*', ''],
    ['GET', '/api/v1/namespaces/default/*/a/scale', ''],
    ['GET', '/api/v1/namespaces/default/*%2Fscale', ''],
  ] as const)('%s %s: %s', async (method, target, expected) => {
    const { server, told } = listening();
    const [path = '', search = ''] = target.split('?');
    // A watch has no end that could be waited for.
    const query = [...new URLSearchParams(search)];
    await server.server.service({ method, path, query, headers: {} });
    expect(told()).toEqual(expected === '' ? [] : [expected]);
  });

  test('are two where a patch by apply creates, and one where it changes', async () => {
    const { server, told } = listening();
    for (const expected of [
      ['patch configmaps default b', 'create configmaps default b'],
      ['patch configmaps default b'],
    ]) {
      await server.ask('PATCH', `${configMaps}/b`, {
        body: applied(),
        headers: apply,
        query: { fieldManager: 'me' },
      });
      expect(told()).toEqual(expected);
    }
  });

  test('are more where owners are checked: of the owner to update its finalizers, of the object to delete it', async () => {
    const { server, told } = listening();
    await server.ask('POST', configMaps, { body: applied({ ownerReferences: [owner] }) });
    expect(told()).toEqual(['create configmaps default -', 'update configmaps/finalizers default a']);
    const change = async (ownerReferences: object[], labels = {}): Promise<string[]> => {
      const body = { metadata: { ownerReferences, labels } };
      await server.ask('PATCH', `${configMaps}/b`, { body, headers: merge });
      return told();
    };
    expect(await change([owner], { a: 'b' })).toEqual(['patch configmaps default b']);
    expect(await change([])).toEqual(['patch configmaps default b', 'delete configmaps default b']);
    expect(await change([{ ...owner, blockOwnerDeletion: false }])).toEqual([
      'patch configmaps default b',
      'delete configmaps default b',
    ]);
    expect(await change([owner])).toEqual([
      'patch configmaps default b',
      'delete configmaps default b',
      'update configmaps/finalizers default a',
    ]);
    const unknown = { ...owner, apiVersion: 'example.com/v1', uid: 'v' };
    expect(await change([owner, unknown])).not.toContain('update configmaps/finalizers default b');
  });

  test('are told of who has them, and of the client that asks', async () => {
    const { server, asked } = listening({ tokens: { t: { name: 'ann', groups: [] } } });
    await server.ask('GET', configMaps, { headers: { authorization: 'Bearer t', 'user-agent': 'shop/1' } });
    await server.ask('GET', configMaps);
    expect(asked.map(({ user, userAgent }) => [user, userAgent])).toEqual([
      ['ann', 'shop/1'],
      ['system:anonymous', ''],
    ]);
  });

  test('are told of one client alone, if need be', async () => {
    const { server, asked } = listening();
    const own: AskedAccess[] = [];
    const service = server.server.serviceTelling((one) => void own.push(one));
    await server.ask('GET', configMaps);
    await service({ method: 'GET', path: `${configMaps}/a`, query: [], headers: {} });
    expect([asked, own].map((told) => told.map(({ access }) => access.verb))).toEqual([['list'], ['get']]);
    await server.server.close();
    await expect(service({ method: 'GET', path: '/version', query: [], headers: {} })).rejects.toThrow(
      'closed',
    );
  });

  test.each([
    ['open to all', {}, 'system:anonymous'],
    ['by roles', { rbac: true, tokens: { t: { name: 'root', groups: ['system:masters'] } } }, 'root'],
  ])('of who acts in another name are his, where access is %s', async (_, options, sender) => {
    const { server, asked } = listening(options);
    const headers = {
      ...('rbac' in options && { authorization: 'Bearer t' }),
      'impersonate-user': 'bob',
      'impersonate-group': 'devs',
    };
    await server.ask('GET', configMaps, { headers });
    const told = asked.map(({ user, access: { verb, resource } }) => [user, verb, resource]);
    expect(told).toContainEqual(['bob', 'list', 'configmaps']);
    if (!('rbac' in options))
      expect(told.filter(([user]) => user === sender)).toEqual([
        [sender, 'impersonate', 'users'],
        [sender, 'impersonate', 'groups'],
      ]);
    else expect(told.filter(([user]) => user === sender).length).toBeGreaterThan(0);
  });

  test('are told also where they are refused, and not where they are only asked about', async () => {
    const { server, told } = listening({ rbac: true });
    expect((await server.ask('GET', configMaps)).status).toBe(403);
    expect(told()).toEqual(['list configmaps default -']);
    const open = listening();
    await open.server.ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      body: { spec: { resourceAttributes: { verb: 'delete', resource: 'nodes' } } },
    });
    expect(open.told()).toEqual(['create selfsubjectaccessreviews.authorization.k8s.io - -']);
  });
});
