import { describe, expect, test } from '@jest/globals';
import { InvalidRequestError } from '../../src/errors.ts';
import type { KubeObject } from '../../src/resource/object.ts';
import { ObjectRef } from '../../src/resource/object-ref.ts';
import {
  controllerOf,
  controllerReference,
  isControlledBy,
  isOwnedBy,
  ownerReference,
  withOwner,
} from '../../src/resource/owner-reference.ts';
import { defineResource } from '../../src/resource/resource.ts';
import { pod } from '../support/objects.ts';

const Website = defineResource<KubeObject>({
  group: 'example.com',
  version: 'v1',
  kind: 'Website',
  plural: 'websites',
  scope: 'Namespaced',
});
const site = pod('shop-window');
const reference = {
  apiVersion: 'example.com/v1',
  kind: 'Website',
  name: 'shop-window',
  uid: 'uid-of-shop-window',
};

describe('an owner reference', () => {
  test('names its owner by uid, and says so when it is the controller', () => {
    expect(ownerReference(Website, site)).toEqual(reference);
    expect(controllerReference(Website, site)).toEqual({
      ...reference,
      controller: true,
      blockOwnerDeletion: true,
    });
  });

  test('cannot be made to what is not stored', () => {
    expect(() => ownerReference(Website, { metadata: { name: 'draft' } })).toThrow(
      'Website draft has no uid, so nothing can refer to it as its owner: create it first',
    );
  });

  test.each<[string, unknown]>([
    ['a text', 'x'],
    ['an object', {}],
    ['a number', 5],
    ['null', null],
    ['a list of other things', [null, 5, 'x', undefined]],
  ])('is neither found nor missed where the server has %s in place of the list', (_what, ownerReferences) => {
    const child = { metadata: { name: 'a', ownerReferences } } as unknown as KubeObject;
    expect([controllerOf(child), isOwnedBy(child, site), isControlledBy(child, site)]).toEqual([
      undefined,
      false,
      false,
    ]);
    expect(withOwner(child, reference).metadata.ownerReferences).toEqual([reference]);
  });

  test('is found among other things', () => {
    const ownerReferences = [null, { controller: true, uid: 5 }, reference];
    const child = { metadata: { name: 'a', ownerReferences } } as unknown as KubeObject;
    expect(isOwnedBy(child, site)).toBe(true);
  });

  test('is added to a copy, once', () => {
    const child = pod('web-0');
    const owned = withOwner(
      withOwner(child, ownerReference(Website, site)),
      controllerReference(Website, site),
    );
    expect(child.metadata.ownerReferences).toBeUndefined();
    expect(owned.metadata.ownerReferences).toEqual([controllerReference(Website, site)]);
    expect(controllerOf(owned)?.name).toBe('shop-window');
  });

  test('does not make a second controller', () => {
    const owned = withOwner(pod('web-0'), controllerReference(Website, site));
    expect(() => withOwner(owned, controllerReference(Website, pod('rival')))).toThrow(InvalidRequestError);
    expect(withOwner(owned, ownerReference(Website, pod('rival'))).metadata.ownerReferences).toHaveLength(2);
  });

  test('is told apart by uid, not by name', () => {
    const owned = withOwner(pod('web-0'), ownerReference(Website, site));
    const reborn = { ...site, metadata: { ...site.metadata, uid: 'another' } };
    expect([isOwnedBy(owned, site), isOwnedBy(owned, reborn)]).toEqual([true, false]);
    expect(isControlledBy(owned, site)).toBe(false);
    expect(isControlledBy(withOwner(pod('web-0'), controllerReference(Website, site)), site)).toBe(true);
    expect(isOwnedBy(owned, { metadata: { name: 'draft' } })).toBe(false);
  });
});

describe('an object ref', () => {
  const Cluster = defineResource<KubeObject>({
    group: 'example.com',
    version: 'v1',
    kind: 'Fleet',
    plural: 'fleets',
    scope: 'Cluster',
  });

  test('names an object that need not exist', () => {
    expect(ObjectRef.format(ObjectRef.of(Website, 'shop-window', 'shop'))).toBe(
      'websites.example.com shop/shop-window',
    );
    expect(ObjectRef.format(ObjectRef.of(Cluster, 'north'))).toBe('fleets.example.com north');
    expect(ObjectRef.equal(ObjectRef.to(Website, site), ObjectRef.of(Website, 'shop-window', 'shop'))).toBe(
      true,
    );
  });

  test('leads to the controller of an object, in any version of its group', () => {
    const child = withOwner(pod('web-0'), {
      ...controllerReference(Website, site),
      apiVersion: 'example.com/v1beta1',
    });
    expect(ObjectRef.toController(Website, child)).toEqual(ObjectRef.of(Website, 'shop-window', 'shop'));
    expect(ObjectRef.toController(Cluster, child)).toBeUndefined();
    expect(ObjectRef.toController(Website, pod('orphan'))).toBeUndefined();
  });

  test('leads to a cluster-scoped controller without a namespace', () => {
    const child = withOwner(
      pod('web-0'),
      controllerReference(Cluster, { metadata: { name: 'north', uid: 'u' } }),
    );
    expect(ObjectRef.toController(Cluster, child)).toEqual({ resource: Cluster, name: 'north' });
  });

  test('becomes the wire’s reference, with the identity of one very object', () => {
    expect(ObjectRef.toReference(Website, site)).toEqual({
      apiVersion: 'example.com/v1',
      kind: 'Website',
      name: 'shop-window',
      namespace: 'shop',
      uid: 'uid-of-shop-window',
      resourceVersion: '1',
    });
  });
});
