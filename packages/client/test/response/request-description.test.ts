import { describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '@kube-rx/core';
import { describeRequest, isWatch } from '../../src/response/request-description.ts';
import { get } from '../support/requests.ts';

const watch: Partial<HttpRequest> = { query: [['watch', 'true']] };
const apply: Partial<HttpRequest> = {
  method: 'PATCH',
  headers: { 'content-type': 'application/apply-patch+yaml' },
};

describe('a request in words', () => {
  const table: [words: string, path: string, rest: Partial<HttpRequest>][] = [
    ['list pods', '/api/v1/pods', {}],
    ['list pods in shop', '/api/v1/namespaces/shop/pods', {}],
    ['get pods shop/web-0', '/api/v1/namespaces/shop/pods/web-0', {}],
    ['get pods shop/web-0 (log)', '/api/v1/namespaces/shop/pods/web-0/log', {}],
    ['watch pods in shop', '/api/v1/namespaces/shop/pods', watch],
    ['watch deployments.apps', '/apis/apps/v1/deployments', watch],
    ['create pods in shop', '/api/v1/namespaces/shop/pods', { method: 'POST' }],
    ['create pods shop/web-0 (eviction)', '/api/v1/namespaces/shop/pods/web-0/eviction', { method: 'POST' }],
    ['replace deployments.apps shop/web', '/apis/apps/v1/namespaces/shop/deployments/web', { method: 'PUT' }],
    ['patch deployments.apps shop/web', '/apis/apps/v1/namespaces/shop/deployments/web', { method: 'PATCH' }],
    ['apply deployments.apps shop/web', '/apis/apps/v1/namespaces/shop/deployments/web', apply],
    ['delete nodes n1', '/api/v1/nodes/n1', { method: 'DELETE' }],
    ['delete all pods in shop', '/api/v1/namespaces/shop/pods', { method: 'DELETE' }],
    ['list namespaces', '/api/v1/namespaces', {}],
    ['get namespaces shop', '/api/v1/namespaces/shop', {}],
    ['replace namespaces shop (finalize)', '/api/v1/namespaces/shop/finalize', { method: 'PUT' }],
    ['get namespaces shop (status)', '/api/v1/namespaces/shop/status', {}],
    [
      'get clusterroles.rbac.authorization.k8s.io a:b',
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/a%3Ab',
      {},
    ],
    ['get nodes %zz', '/api/v1/nodes/%zz', {}],
    ['get services a/b (proxy//c)', '/api/v1/namespaces/a/services/b/proxy//c', {}],
    ['GET /api//pods', '/api//pods', {}],
    ['GET /api/v1/pods/', '/api/v1/pods/', {}],
    ['GET /api/v1/namespaces//pods', '/api/v1/namespaces//pods', {}],
    ['GET /api/v1/pods/a/', '/api/v1/pods/a/', {}],
    ['GET /version', '/version', {}],
    ['GET /api/v1', '/api/v1', {}],
    ['GET /apis/apps/v1', '/apis/apps/v1', {}],
    ['POST /custom', '/custom', { method: 'POST' }],
  ];

  test.each(table)('is %s', (words, path, rest) => {
    expect(describeRequest(get(path, rest))).toBe(words);
  });

  test.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('is a watch with watch=%s: %s', (value, expected) => {
    expect(isWatch(get('/api/v1/pods', { query: [['watch', value]] }))).toBe(expected);
  });
});
