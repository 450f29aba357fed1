import { describe, expect, test } from '@jest/globals';
import type { ApiResource } from '../src/discovery/api-resource.ts';
import { resolveTargets } from '../src/targets.ts';

function resource(plural: string, kind: string): ApiResource {
  const names = { singular: kind.toLowerCase(), shortNames: [], categories: ['all'], verbs: [] };
  return { group: '', version: 'v1', plural, kind, scope: 'Namespaced', ...names };
}

const discovery = { resources: [resource('pods', 'Pod'), resource('services', 'Service')], unavailable: [] };

describe('the arguments of a command', () => {
  test.each<[string[], [string, string[]][]]>([
    [['pods'], [['pods', []]]],
    [['pods', 'a', 'b'], [['pods', ['a', 'b']]]],
    [
      ['pods,services'],
      [
        ['pods', []],
        ['services', []],
      ],
    ],
    [
      ['all'],
      [
        ['pods', []],
        ['services', []],
      ],
    ],
    [
      ['pod/a', 'service/b'],
      [
        ['pods', ['a']],
        ['services', ['b']],
      ],
    ],
  ])('%j name resources and objects', (args, targets) => {
    expect(resolveTargets(args, discovery).map((one) => [one.resource.plural, one.names])).toEqual(targets);
  });

  test.each([
    [['pod/a/b'], '"pod/a/b" is not of the form TYPE/NAME'],
    [['pod/'], '"pod/" is not of the form TYPE/NAME'],
    [['/a'], '"/a" is not of the form TYPE/NAME'],
    [['pods', 'pod/a'], '"pods" is not of the form TYPE/NAME'],
    [['pods,secrets'], 'the server doesn\'t have a resource type "secrets"'],
  ])('%j are refused', (args, message) => {
    expect(() => resolveTargets(args, discovery)).toThrow(message);
  });

  test('of an unknown type mention what could not be asked', () => {
    const partial = { ...discovery, unavailable: ['metrics.k8s.io/v1beta1'] };
    expect(() => resolveTargets(['podmetrics'], partial)).toThrow(
      'the server doesn\'t have a resource type "podmetrics" (of metrics.k8s.io/v1beta1 it could not tell)',
    );
  });
});
