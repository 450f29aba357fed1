import { describe, expect, test } from '@jest/globals';
import type { KubeObject, OwnerReference } from '@kube-rx/core';
import { ConfigMap, Node } from '@kube-rx/k8s';
import { isChildOf } from '../../src/source/owner-reference.ts';

const reference: OwnerReference = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'red',
  uid: 'u1',
  controller: true,
};
const red: KubeObject = { metadata: { name: 'red', namespace: 'shop', uid: 'u1' } };
const child = (references: unknown, namespace = 'shop'): KubeObject => ({
  metadata: { name: 'a', namespace, ownerReferences: references as readonly OwnerReference[] },
});

describe('children of an earlier namesake counted: an object is a child', () => {
  test.each<[string, KubeObject, boolean]>([
    ['of its controller', child([reference]), true],
    ['in whatever version of the API', child([{ ...reference, apiVersion: '/v7' }]), true],
    ['beside other owners', child([null, { ...reference, uid: 'u2', controller: false }, reference]), true],
    ['of no object of another namespace, though it says so', child([reference], 'attacker'), false],
    ['of no object of another kind', child([{ ...reference, kind: 'Secret' }]), false],
    ['of no object of another group', child([{ ...reference, apiVersion: 'shop.example/v1' }]), false],
    ['of no object with another uid', child([{ ...reference, uid: 'u2' }]), false],
    ['of no owner that is no controller', child([{ ...reference, controller: false }]), false],
    ['of the first of two controllers', child([{ ...reference, uid: 'u2' }, reference]), false],
    ['of none where references are no list', child('red'), false],
  ])('%s', (_what, object, isChild) => {
    expect(isChildOf(object, red, ConfigMap)).toBe(isChild);
  });

  test('of a cluster-scoped object in whatever namespace', () => {
    const node: KubeObject = { metadata: { name: 'red', uid: 'u1' } };
    expect(isChildOf(child([{ ...reference, kind: 'Node' }]), node, Node)).toBe(true);
  });
});
