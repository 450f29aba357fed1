import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { isLabelKey } from '@kube-rx/core';
import { reportingName } from '../../src/events/reporting-name.ts';

describe('the name by which a controller reports', () => {
  test.each([
    ['websites.shop.example', 'websites.shop.example'],
    ['shop.example/websites', 'shop.example/websites'],
    [`${'w'.repeat(62)}.shop.example`, 'w'.repeat(62)],
    ['my websites', 'my-websites'],
    ['a/b/c', 'a-b-c'],
    ['.', 'controller'],
    ['', 'controller'],
  ])('of %j is %j', (name, reported) => {
    expect(reportingName(name)).toBe(reported);
  });

  property.prop([fc.string({ unit: 'binary', maxLength: 100 })])('is one that the server takes', (name) => {
    expect(isLabelKey(reportingName(name))).toBe(true);
  });
});
