import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseManifests } from 'kube-rx';
import { Website } from '../../../../examples/operators/website-kind.ts';

test('the manifest of the operator defines the kind as its code does', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../examples/operators/website.yaml'));
  const definitions = parseManifests(text, 'website.yaml')
    .map(({ object }) => object)
    .filter(({ kind }) => kind === 'CustomResourceDefinition');
  expect(definitions).toEqual([Website.definition]);
});
