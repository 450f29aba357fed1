import { describe, expect, test } from '@jest/globals';
import { parseResourcePath, type ResourcePath } from '../../src/service/resource-path.ts';

const core = { group: '', version: 'v1' };
const apps = { group: 'apps', version: 'v1', plural: 'deployments' };

describe('what a path names', () => {
  test.each<[path: string, ResourcePath]>([
    ['/api/v1/nodes', { ...core, plural: 'nodes' }],
    ['/api/v1/nodes/a', { ...core, plural: 'nodes', name: 'a' }],
    ['/apis/apps/v1/namespaces/shop/deployments', { ...apps, namespace: 'shop' }],
    ['/apis/apps/v1/namespaces/shop/deployments/web', { ...apps, namespace: 'shop', name: 'web' }],
    [
      '/apis/apps/v1/namespaces/shop/deployments/web/scale',
      { ...apps, namespace: 'shop', name: 'web', subresource: 'scale' },
    ],
    [
      '/api/v1/namespaces/shop/pods/web/proxy/a/b',
      { ...core, plural: 'pods', namespace: 'shop', name: 'web', subresource: 'proxy/a/b' },
    ],
    ['/api/v1/namespaces', { ...core, plural: 'namespaces' }],
    ['/api/v1/namespaces/shop', { ...core, plural: 'namespaces', name: 'shop' }],
    [
      '/api/v1/namespaces/shop/finalize',
      { ...core, plural: 'namespaces', name: 'shop', subresource: 'finalize' },
    ],
    [
      '/api/v1/namespaces/shop/status',
      { ...core, plural: 'namespaces', name: 'shop', subresource: 'status' },
    ],
    ['/api/v1/nodes/a%3Ab', { ...core, plural: 'nodes', name: 'a:b' }],
    ['/api/v1/nodes/a%zz', { ...core, plural: 'nodes', name: 'a%zz' }],
  ])('%s', (path, named) => {
    expect(parseResourcePath(path)).toEqual(named);
  });

  test.each([
    '',
    '/',
    '/version',
    '/api',
    '/api/v1',
    '/apis',
    '/apis/apps',
    '/apis/apps/v1',
    '/apis//v1/pods',
    '/api//pods',
    '/api/v1//a',
    '/api/v1/pods/',
    '/api/v1/namespaces//pods',
    '/api/v1/namespaces/shop/pods//status',
    'api/v1/pods',
    '/healthz/api/v1/pods',
  ])('%j names no resource', (path) => {
    expect(parseResourcePath(path)).toBeUndefined();
  });
});
