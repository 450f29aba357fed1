import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-rx/core';
import { asksForMore } from '../../src/source/asked-state.ts';

const map = (more: object = {}, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'web', resourceVersion: '1', ...metadata },
  ...more,
});

/** As an aggregated API may serve it. */
const deep = (depth: number): object => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as object;

describe('an object without a generation asks for more', () => {
  test.each<[string, KubeObject, KubeObject | undefined]>([
    ['when it comes', map(), undefined],
    ['by its data', map({ data: { a: 'b' } }), map()],
    ['by its labels', map({}, { labels: { a: 'b' } }), map()],
    ['where it is nested so deep that nobody can tell', map(deep(5000)), map(deep(5000))],
  ])('%s', (_what, object, previous) => {
    expect(asksForMore({ object, previous })).toBe(true);
  });

  test.each<[string, KubeObject]>([
    ['version', map({}, { resourceVersion: '2' })],
    ['managers', map({}, { managedFields: [{ manager: 'a' }] })],
    ['status', map({ status: { a: 1 } })],
  ])('not by its %s', (_what, object) => {
    expect(asksForMore({ object, previous: map() })).toBe(false);
  });
});
