import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { InvalidRequestError } from '../../src/errors.ts';
import type { DynamicObject, KubeObject, NewObject } from '../../src/resource/object.ts';
import { objectKey } from '../../src/resource/object.ts';
import {
  apiVersionOf,
  type DynamicResource,
  defineResource,
  type Resource,
  resourceName,
  type Scope,
} from '../../src/resource/resource.ts';
import type { Pod } from '../support/objects.ts';
import { type Fits, holds, typeOf } from '../support/types.ts';

const website = {
  group: 'example.com',
  version: 'v1',
  kind: 'Website',
  plural: 'websites',
  scope: 'Namespaced',
} as const;

interface Website extends KubeObject {
  readonly spec: { readonly url: string };
}

describe('defineResource', () => {
  test('gives back what it was given', () => {
    expect(defineResource({ ...website, subresources: ['status'] })).toEqual({
      ...website,
      subresources: ['status'],
    });
  });

  test.each([
    ['the core group', { group: '' }],
    ['a group of one label', { group: 'apps' }],
    ['a group of many labels', { group: 'a.b-c.d9.example.com' }],
    ['a version of any stage', { version: 'v1beta1' }],
    ['a version that is not of the usual form, as a CRD may have it', { version: '1' }],
    ['a kind with digits', { kind: 'HTTP2Route' }],
    ['a plural with a dash', { plural: 'web-sites' }],
  ])('takes %s', (_what, change) => {
    expect(() => defineResource({ ...website, ...change })).not.toThrow();
  });

  test.each([
    ['a group with a slash', { group: 'example.com/v1' }, 'the group must be a DNS name'],
    ['a group in upper case', { group: 'Example.com' }, 'the group must be a DNS name'],
    ['a group with an empty label', { group: 'example..com' }, 'the group must be a DNS name'],
    ['a group with a last dot', { group: 'example.com.' }, 'the group must be a DNS name'],
    ['a group that climbs', { group: '..' }, 'the group must be a DNS name'],
    ['no version', { version: '' }, '"" is no version'],
    ['a version with a slash', { version: 'v1/../v2' }, '"v1/../v2" is no version'],
    ['a version in upper case', { version: 'V1' }, '"V1" is no version'],
    ['no plural', { plural: '' }, 'the plural must be a lower-case DNS label'],
    ['a plural in upper case', { plural: 'Websites' }, 'the plural must be a lower-case DNS label'],
    ['a plural with a question mark', { plural: 'websites?' }, 'the plural must be a lower-case DNS label'],
    [
      'a plural with a subresource',
      { plural: 'websites/status' },
      'the plural must be a lower-case DNS label',
    ],
    ['a plural with a line break', { plural: 'websites\n' }, 'the plural must be a lower-case DNS label'],
    ['no kind', { kind: '' }, '"" is no kind'],
    ['a kind with a dash', { kind: 'Web-Site' }, '"Web-Site" is no kind'],
    ['a kind that begins with a digit', { kind: '2Site' }, '"2Site" is no kind'],
    ['a kind of other letters', { kind: 'S\u00efte' }, '"S\u00efte" is no kind'],
  ])('refuses %s', (_what, change, problem) => {
    const definition = { ...website, ...change };
    const name = `resource ${JSON.stringify(definition.plural)} of ${JSON.stringify(definition.group)}`;
    expect(() => defineResource(definition)).toThrow(`${name}: ${problem}`);
  });

  test.prop([fc.string({ unit: 'binary' }), fc.constantFrom('group', 'version', 'kind', 'plural')])(
    'lets nothing pass that would need escaping in a URL',
    (text, part) => {
      try {
        defineResource({ ...website, [part]: text });
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidRequestError);
        return;
      }
      expect(encodeURIComponent(text)).toBe(text);
      expect(text.split('/')).toEqual([text]);
      expect(['.', '..']).not.toContain(text);
    },
  );

  test.each(['group', 'version', 'kind', 'plural'])('gets through a %s of a million letters', (part) => {
    for (const text of ['a'.repeat(1_000_000), 'a-'.repeat(500_000), 'a.'.repeat(500_000)])
      try {
        defineResource({ ...website, [part]: text });
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidRequestError);
      }
  });

  test('tells the compiler the scope and the subresources', () => {
    const plain = defineResource<Website>({ ...website });
    typeOf(plain).is<Resource<Website, 'Namespaced', never>>(true);

    const full = defineResource<Website, 'status' | 'scale'>({ ...website, subresources: ['status'] });
    typeOf(full).is<Resource<Website, 'Namespaced', 'status' | 'scale'>>(true);

    const wide = defineResource<Website, 'status'>({
      ...website,
      scope: 'Cluster',
      subresources: ['status'],
    });
    typeOf(wide).is<Resource<Website, 'Cluster', 'status'>>(true);

    const unnamed = defineResource<Website>({ ...website, subresources: ['status'] });
    typeOf(unnamed).is<Resource<Website, 'Namespaced'>>(true);
    const wideUnnamed = defineResource<Website>({ ...website, scope: 'Cluster', subresources: ['status'] });
    typeOf(wideUnnamed).is<Resource<Website, 'Cluster'>>(true);

    const untyped = defineResource({ ...website, subresources: ['status'] });
    typeOf(untyped).is<Resource<KubeObject, 'Namespaced', 'status'>>(true);

    const found = (scope: Scope) => defineResource({ ...website, scope });
    typeOf(found('Cluster')).is<DynamicResource>(true);

    // @ts-expect-error a subresource that was not named
    defineResource<Website, 'status'>({ ...website, subresources: ['scale'] }) satisfies Resource<
      Website,
      'Namespaced',
      'status'
    >;
    // @ts-expect-error no such scope
    expect(() => defineResource({ ...website, scope: 'Global' })).not.toThrow();
  });
});

describe('Resource', () => {
  test('fits where less is asked for, and nowhere else', () => {
    holds<Fits<Resource<Website, 'Cluster', 'status'>, Resource>>(true);
    holds<Fits<Resource<Website, 'Cluster', never>, Resource<Website>>>(true);
    holds<Fits<Resource<Website, 'Cluster'>, Resource<Website, 'Namespaced'>>>(false);
    holds<Fits<Resource<Website>, Resource<Website, 'Namespaced'>>>(false);
    holds<Fits<Resource<Pod>, Resource<Website>>>(false);
    holds<Fits<Resource<Website, Scope, 'status'>, Resource<Website, Scope, 'scale'>>>(false);
  });
});

describe('NewObject', () => {
  test('asks for everything but a name', () => {
    holds<Fits<{ metadata: { generateName: string }; spec: { url: string } }, NewObject<Website>>>(true);
    holds<Fits<{ metadata: object; spec: { url: string } }, NewObject<Website>>>(true);
    holds<Fits<Website, NewObject<Website>>>(true);
    holds<Fits<{ spec: { url: string } }, NewObject<Website>>>(false);
    holds<Fits<{ metadata: { name: string } }, NewObject<Website>>>(false);
    holds<Fits<{ metadata: { name: number }; spec: { url: string } }, NewObject<Website>>>(false);
    holds<Fits<{ metadata: object; anything: number }, NewObject<DynamicObject>>>(true);
  });
});

test.each([
  ['v1', '', 'v1'],
  ['apps/v1', 'apps', 'v1'],
  ['example.com/v1beta1', 'example.com', 'v1beta1'],
])('apiVersionOf gives %s', (apiVersion, group, version) => {
  expect(apiVersionOf({ group, version })).toBe(apiVersion);
});

test.each([
  ['pods', '', 'pods'],
  ['deployments.apps', 'apps', 'deployments'],
])('resourceName gives %s', (name, group, plural) => {
  expect(resourceName({ group, plural })).toBe(name);
});

test.each([
  ['shop/web', 'web', 'shop'],
  ['node-1', 'node-1', ''],
  ['node-1', 'node-1', undefined],
])('objectKey gives %s', (key, name, namespace) => {
  expect(objectKey(name, namespace)).toBe(key);
});
