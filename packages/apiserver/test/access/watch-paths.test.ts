// What lies under /watch/ is judged as a watch, whatever its method: so it may do nothing else.

import { describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { targetOf } from '../../src/faults/fault.ts';
import { TestServer } from '../support/test-server.ts';

const rules = [{ verbs: ['get', 'list', 'watch'], apiGroups: ['*'], resources: ['*'] }];
const rbac = 'rbac.authorization.k8s.io';

function started(): TestServer {
  const server = new TestServer({
    resources: catalog,
    rbac: true,
    tokens: { reads: { name: 'reader', groups: [] } },
  });
  server.server.seed([
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: 'reader' }, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'reader' },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'reader' },
      subjects: [{ kind: 'User', name: 'reader', apiGroup: rbac }],
    },
  ]);
  return server;
}

describe('a request under /watch/', () => {
  test.each([
    ['/api/v1/watch/namespaces/default/bindings', 'Binding'],
    ['/apis/authorization.k8s.io/v1/watch/subjectaccessreviews', 'SubjectAccessReview'],
    [
      '/apis/authorization.k8s.io/v1/watch/namespaces/default/localsubjectaccessreviews',
      'LocalSubjectAccessReview',
    ],
    ['/apis/authentication.k8s.io/v1/watch/tokenreviews', 'TokenReview'],
    ['/api/v1/watch/namespaces/default/configmaps', 'ConfigMap'],
  ])('creates nothing at %s', async (path, kind) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      const { status } = await started().ask(method, path, {
        body: { kind, metadata: { name: 'a' } },
        headers: { authorization: 'Bearer reads', 'content-type': 'application/json' },
      });
      expect([method, status >= 400]).toEqual([method, true]);
    }
  });

  test('for one object is a watch for faults and for the packing of answers as well', () => {
    const path = '/api/v1/watch/namespaces/default/configmaps/a';
    expect(targetOf({ method: 'GET', path, query: [], headers: {} })).toMatchObject({
      verb: 'watch',
      name: 'a',
    });
    const plain = '/api/v1/namespaces/default/configmaps/a';
    const query = [['watch', 'true']] as const;
    expect(targetOf({ method: 'GET', path: plain, query, headers: {} })).toMatchObject({ verb: 'get' });
  });
});
