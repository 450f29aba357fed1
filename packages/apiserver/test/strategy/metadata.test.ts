// Metadata of custom objects, which no schema of their own describes.

import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/json/json.ts';
import { metadataComplaint } from '../../src/strategy/metadata.ts';

const start = 'json: cannot unmarshal';

describe('metadata of a wrong type', () => {
  const rows: readonly [metadata: Json, complaint: string][] = [
    ['x', `${start} string into Go struct field Widget.metadata of type v1.ObjectMeta`],
    [{ name: 1 }, `${start} number into Go struct field ObjectMeta.metadata.name of type string`],
    [
      { labels: 'x' },
      `${start} string into Go struct field ObjectMeta.metadata.labels of type map[string]string`,
    ],
    [{ labels: { a: 1 } }, `${start} number into Go struct field ObjectMeta.metadata.labels of type string`],
    [
      { ownerReferences: [{ controller: 1 }] },
      `${start} number into Go struct field OwnerReference.metadata.ownerReferences.controller of type bool`,
    ],
    [
      { creationTimestamp: 'x' },
      'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"',
    ],
  ];
  test.each(rows)('is refused in the words of Go: %j', (metadata, complaint) => {
    expect(metadataComplaint({ metadata }, 'Widget')).toBe(complaint);
  });

  test.each([[{}], [{ metadata: null }], [{ metadata: { name: 'a', labels: { a: 'b' }, odd: 1 } }]])(
    'is not found in %j',
    (object) => {
      expect(metadataComplaint(object, 'Widget')).toBeUndefined();
    },
  );
});
