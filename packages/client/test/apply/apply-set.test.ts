import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import {
  type ApplySetScope,
  applySetId,
  asMember,
  parentIntent,
  parseApplySetParent,
  readScope,
  unionOf,
} from '../../src/apply/apply-set.ts';
import { ApplySetError } from '../../src/apply/apply-set-error.ts';

const tooling = 'kube-rx/1.0.0';
const parent = parseApplySetParent('set', 'shop');

type Intent = {
  metadata: { name: string; labels: Record<string, string>; annotations: Record<string, string> };
};

function intentOf(scope: ApplySetScope, by = tooling): Intent {
  return parentIntent(parent, scope, by) as Intent;
}

function scope(groupKinds: readonly string[], namespaces: readonly string[]): ApplySetScope {
  return { groupKinds: new Set(groupKinds), namespaces: new Set(namespaces) };
}

describe('an ApplySet', () => {
  test.each([
    ['set', 'secrets', 'set'],
    ['secret/set', 'secrets', 'set'],
    ['Secrets/set', 'secrets', 'set'],
    ['configmap/set', 'configmaps', 'set'],
    ['configmaps/set', 'configmaps', 'set'],
  ])('has a parent: %s', (text, plural, name) => {
    expect(parseApplySetParent(text, 'shop')).toMatchObject({
      resource: { plural },
      name,
      namespace: 'shop',
    });
  });

  test.each(['', 'secret/', 'deployments/set', '/set', 'secret/a/b', 'constructor/set'])(
    'has no parent of this name: %j',
    (text) => {
      expect(() => parseApplySetParent(text, 'shop')).toThrow(ApplySetError);
    },
  );

  // printf 'set.shop.Secret.' | openssl dgst -sha256 -binary | basenc --base64url
  // That kubectl finds the same is seen in kubectl-applyset.test.ts.
  test('has an id by the specification', () => {
    expect(applySetId(parent)).toBe('applyset-FzxrwoaIPTCEj0WYvvKYzh_1_3tCFpkt2KWr_V1lRL4-v1');
  });

  test('has members by their label, and takes none from another set', () => {
    const object = { metadata: { name: 'a', labels: { app: 'web' } } };
    const member = asMember(object, 'id');
    expect(member?.metadata.labels).toEqual({ app: 'web', 'applyset.kubernetes.io/part-of': 'id' });
    expect(asMember(member ?? object, 'id')).toBeUndefined();
  });

  const groupKinds = fc.array(fc.constantFrom('Pod', 'Deployment.apps', 'Website.shop.example', 'Secret'));
  const namespaces = fc.array(fc.constantFrom('shop', 'a', 'b', 'kube-system'));

  property.prop([groupKinds, namespaces])('is read from its parent as it was written', (kinds, spaces) => {
    const written = readScope(intentOf(scope(kinds, spaces)), parent, tooling);
    expect(written).toEqual(scope([...new Set(kinds)], [...new Set([...spaces, 'shop'])]));
  });

  property.prop([groupKinds, namespaces, groupKinds, namespaces])(
    'is written the same, in whatever order its parts come, and a union lacks nothing of them',
    (...[kinds, spaces, otherKinds, otherSpaces]) => {
      const [one, other] = [scope(kinds, spaces), scope(otherKinds, otherSpaces)];
      const both = unionOf(one, other);
      expect(intentOf(both)).toEqual(intentOf(unionOf(other, one)));
      for (const each of [one, other]) {
        expect(each.groupKinds.isSubsetOf(both.groupKinds)).toBe(true);
        expect(each.namespaces.isSubsetOf(both.namespaces)).toBe(true);
      }
    },
  );

  test.each([
    ['no tooling', { 'applyset.kubernetes.io/tooling': undefined }, {}, 'is no ApplySet'],
    [
      'another tool',
      { 'applyset.kubernetes.io/tooling': 'kubectl/v1.35.0' },
      {},
      'belongs to kubectl/v1.35.0',
    ],
    [
      'no kinds',
      { 'applyset.kubernetes.io/contains-group-kinds': undefined },
      {},
      'does not say which kinds',
    ],
    [
      'another id',
      {},
      { 'applyset.kubernetes.io/id': 'applyset-x-v1' },
      'its label applyset.kubernetes.io/id is not',
    ],
  ])('is refused whose parent has %s', (...[, annotations, labels, message]) => {
    const { metadata } = intentOf(scope(['Pod'], []));
    const changed = {
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, ...labels },
        annotations: { ...metadata.annotations, ...annotations } as Record<string, string>,
      },
    };
    expect(() => readScope(changed, parent, tooling)).toThrow(message);
  });

  test('is that of the same tool in any version', () => {
    const found = intentOf(scope(['Pod'], []), 'kube-rx/0.1.0');
    expect(readScope(found, parent, tooling).groupKinds).toEqual(new Set(['Pod']));
  });
});
