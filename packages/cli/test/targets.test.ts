import { describe, expect, test } from '@jest/globals';
import { Discovery } from '@kube-rx/client';
import { ApiError } from '@kube-rx/core';
import { resolveTargets } from '../src/targets.ts';

/** The names that the server serves; of the group `metrics.k8s.io` it cannot tell them. */
function serving(version: object): Discovery {
  const row = (name: string, kind: string) => ({ name, kind, namespaced: true, categories: ['all'] });
  const answers: Readonly<Record<string, unknown>> = {
    '/api': { kind: 'APIVersions', versions: ['v1'] },
    '/api/v1': { resources: [row('pods', 'Pod'), row('services', 'Service')] },
    '/apis': { kind: 'APIGroupList', groups: [version] },
  };
  return new Discovery({
    request: ({ path }) =>
      path in answers
        ? Promise.resolve(answers[path])
        : Promise.reject(new ApiError('503', { status: { code: 503 } })),
  });
}

const discovery = serving({});

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
      ['pods,services', 'a', 'b'],
      [
        ['pods', ['a', 'b']],
        ['services', ['a', 'b']],
      ],
    ],
    [['pods,pod,pods'], [['pods', []]]],
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
  ])('%j name resources and objects', async (args, targets) => {
    const resolved = await resolveTargets(args, discovery, {});
    expect(resolved.map((one) => [one.resource.plural, one.names])).toEqual(targets);
  });

  test.each([
    [['pod/a/b'], 'arguments in resource/name form may not have more than one slash: "pod/a/b"'],
    [['pod/'], 'arguments in resource/name form must have a single resource and name: "pod/"'],
    [['/a'], 'arguments in resource/name form must have a single resource and name: "/a"'],
    [['pod,service/a'], 'form must have a single resource and name: "pod,service/a"'],
    [['pods', 'pod/a'], 'there is no need to specify a resource type as a separate argument'],
    [['pod/a', 'pods'], 'there is no need to specify a resource type as a separate argument'],
    [['pods', ''], 'resource name may not be empty'],
    [[''], 'the server doesn\'t have a resource type ""'],
    [['pods,'], 'the server doesn\'t have a resource type ""'],
    [['all', 'a'], 'you must specify only one resource'],
    [['all/a'], 'the server doesn\'t have a resource type "all"'],
    [['pods,secrets'], 'the server doesn\'t have a resource type "secrets"'],
  ])('%j are refused', async (args, message) => {
    await expect(resolveTargets(args, discovery, {})).rejects.toThrow(message);
  });

  test('of an unknown type mention what could not be asked', async () => {
    const partial = serving({ name: 'metrics.k8s.io', versions: [{ version: 'v1beta1' }] });
    await expect(resolveTargets(['podmetrics'], partial, {})).rejects.toThrow(
      'the server doesn\'t have a resource type "podmetrics" (of metrics.k8s.io/v1beta1 it could not tell)',
    );
  });
});
