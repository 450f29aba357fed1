// The rights that sources need by their declarations.

import { describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { ConfigMap, Deployment, Node, Secret } from '@kube-rx/k8s';
import { BehaviorSubject } from 'rxjs';
import { Controller, type SourceOptions } from '../../src/index.ts';

const client = new Client(new ApiServer().service);
const controller = (): Controller<ConfigMap> =>
  new Controller(Api.all(client, ConfigMap), { name: 'test', reconcile: () => undefined });

function told({ access }: Pick<Controller<ConfigMap>, 'access'>): string[] {
  const places = Map.groupBy(access, ({ group, resource, namespace }) =>
    [`${resource}.${group}`, namespace ?? '*'].join(' '),
  );
  return Array.from(places, ([place, of]) => `${place} ${of.map(({ verb }) => verb).join()}`);
}

const primary = 'configmaps. * get,list,watch';

describe('the rights that a controller needs by its declaration', () => {
  test('are to list and watch its sources, and to get what its runs may write', () => {
    const declared = controller()
      .owns(Api.all(client, Deployment))
      .watches(Api.all(client, Node), () => 'all')
      .watchesMetadata(Api.all(client, Secret), () => undefined);
    expect(told(declared)).toEqual([
      primary,
      'deployments.apps * get,list,watch',
      'nodes. * list,watch',
      'secrets. * list,watch',
    ]);
  });

  test('are gone with a source that was removed', () => {
    const declared = controller().owns(Api.all(client, Deployment), { name: 'web' });
    declared.removeSource('web');
    expect(told(declared)).toEqual([primary]);
  });

  test.each<[string, SourceOptions<Secret>, string[]]>([
    ['those that are named', { namespaces: ['a', 'b'] }, ['secrets. a list,watch', 'secrets. b list,watch']],
    ['all, where they are allowed', { namespaces: 'allowed' }, ['secrets. * list,watch']],
    ['all, where they come and go', { namespaces: new BehaviorSubject(['a']) }, ['secrets. * list,watch']],
    [
      'all, where they are selected, and to find them',
      { namespaces: { labelSelector: { a: 'b' } } },
      ['secrets. * list,watch', 'namespaces. * list,watch'],
    ],
  ])('are in %s', (_, options, expected) => {
    const declared = controller().watches(Api.all(client, Secret), () => undefined, options);
    expect(told(declared)).toEqual([primary, ...expected]);
  });

  test('are in the namespace of the source', () => {
    const declared = controller().owns(Api.namespaced(client, Secret, 'shop'));
    expect(told(declared)).toEqual([primary, 'secrets. shop get,list,watch']);
  });
});
