// Selectors of many requirements mean what each of them means.

import { fc, test } from '@fast-check/jest';
import { expect } from '@jest/globals';
import { FieldQuery, LabelQuery } from '@kube-rx/core';

const key = fc.constantFrom('a', 'b', 'c');
const value = fc.constantFrom('1', '2', '3');
const values = fc.array(value, { minLength: 1, maxLength: 3 });
const requirement = fc.oneof(
  fc.record({ key, operator: fc.constantFrom('In' as const, 'NotIn' as const), values }),
  fc.record({
    key,
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
    values: fc.constant([]),
  }),
  fc.record({
    key,
    operator: fc.constantFrom('GreaterThan' as const, 'LessThan' as const),
    values: value.map((one) => [one]),
  }),
);
const labels = fc.dictionary(key, value);
// No label has these, so that they only make the selector large.
const padding = Array.from({ length: 20 }, (_, at) => `none${at}`);

test.prop([fc.array(requirement, { maxLength: 6 }), labels])(
  'labels are selected by many requirements as by one after the other',
  (requirements, object) => {
    const large = new LabelQuery([
      ...requirements,
      ...padding.map((one) => ({ key: one, operator: 'DoesNotExist' as const, values: [] })),
    ]);
    const singly = requirements.every((one) => new LabelQuery([one]).matches(object));
    expect(large.matches(object)).toBe(singly);
  },
);

test.prop([
  fc.array(
    fc.record({
      field: key,
      operator: fc.constantFrom('=' as const, '!=' as const),
      value: fc.constantFrom('', '1', '2'),
    }),
  ),
  labels,
])('fields are selected by many requirements as by one after the other', (requirements, object) => {
  const singly = requirements.every((one) => new FieldQuery([one]).matches(object));
  expect(new FieldQuery(requirements).matches(object)).toBe(singly);
});
