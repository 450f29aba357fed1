import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { RunKey } from '../../src/source/run-key.ts';

// Servers and programs choose the parts, so any text may come.
const part = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.stringMatching(/^[/%2F5a.-]{0,5}$/));
const name = part.filter((text) => text !== '');
const key = fc.record({ cluster: part, namespace: part, name });
const format = ({ cluster, namespace, name: own }: RunKey): string => RunKey.format(cluster, namespace, own);

describe('the text of a key', () => {
  test.each<[string, RunKey, string]>([
    ['web of shop, where there is one cluster', { cluster: '', namespace: 'shop', name: 'web' }, 'shop/web'],
    ['a cluster-scoped object', { cluster: '', namespace: '', name: 'node-1' }, 'node-1'],
    ['web of shop in the cluster east', { cluster: 'east', namespace: 'shop', name: 'web' }, 'east/shop/web'],
    [
      'a cluster-scoped object of the cluster east',
      { cluster: 'east', namespace: '', name: 'node-1' },
      'east//node-1',
    ],
    [
      'what has slashes and percent signs in it',
      { cluster: 'a/b', namespace: 'c%d', name: 'e/%2F' },
      'a%2Fb/c%25d/e%2F%252F',
    ],
  ])('says %s, and is read again', (_what, one, text) => {
    expect(format(one)).toBe(text);
    expect(RunKey.parse(text)).toEqual(one);
  });

  test.prop([key])('can be read again, whatever its parts are', (one) => {
    expect(RunKey.parse(format(one))).toEqual(one);
  });

  test.prop([key, key])('is that of no other key', (one, other) => {
    const isSame =
      one.cluster === other.cluster && one.namespace === other.namespace && one.name === other.name;
    expect(format(one) === format(other)).toBe(isSame);
  });

  test('keeps a slash in a name apart from the slash after a namespace', () => {
    expect(RunKey.format('', '', 'a/b')).not.toBe(RunKey.format('', 'a', 'b'));
    expect(RunKey.format('a', '', 'b')).not.toBe(RunKey.format('', 'a', '/b'));
  });
});
