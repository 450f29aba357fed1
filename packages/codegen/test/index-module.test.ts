import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type BuiltInInput, builtInModules } from '../src/built-in.ts';
import { printIndex } from '../src/index-module.ts';

const text = readFileSync(join(import.meta.dirname, '../../k8s/openapi.json'), 'utf8');
const modules = builtInModules(JSON.parse(text) as BuiltInInput);
const index = printIndex(modules, { header: [] });

/** The module that the index takes a name from. */
function originOf(name: string): string | undefined {
  const statements = [...index.matchAll(/export (?:type )?\{([^}]*)\} from '\.\/([^']+)\.js';/g)];
  const found = statements.filter(([, names = '']) => names.split(/[\s,]+/).includes(name));
  expect(found.length).toBeLessThan(2);
  return found[0]?.[2];
}

describe('the index', () => {
  test.each([
    { name: 'HorizontalPodAutoscaler', origin: 'autoscaling/v2', what: 'the most stable version of a kind' },
    {
      name: 'LeaseCandidate',
      origin: 'coordination.k8s.io/v1beta1',
      what: 'a beta version, where there is no other',
    },
    { name: 'Event', origin: 'core/v1', what: 'the first of two groups that have the kind' },
    { name: 'ResourceClaim', origin: 'resource.k8s.io/v1', what: 'the kind rather than a type of that name' },
    { name: 'PodSpec', origin: 'core/v1', what: 'types inside kinds too' },
    { name: 'Scale', origin: 'autoscaling/v1', what: 'kinds of subresources as types' },
    { name: 'LabelSelector', origin: 'meta/v1', what: 'the types that all groups share' },
    { name: 'EndpointPort', origin: 'core/v1', what: 'what core and another group call the same' },
    {
      name: 'TokenRequest',
      origin: undefined,
      what: 'nothing where two other groups call two things the same',
    },
  ])('takes $name from $origin: $what', ({ name, origin }) => {
    expect(originOf(name)).toBe(origin);
  });

  test('leaves a type that is to be omitted to its own module', () => {
    expect(index).toMatch(/\bWatchEvent\b/);
    expect(printIndex(modules, { header: [], omit: new Set(['WatchEvent']) })).not.toMatch(/\bWatchEvent\b/);
  });
});
