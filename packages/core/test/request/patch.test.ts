import { test } from '@fast-check/jest';
import { expect } from '@jest/globals';
import { type JsonPatchOperation, type Patch, patchContentType } from '../../src/request/patch.ts';
import { type Fits, holds } from '../support/types.ts';

test('patchContentType names each kind of patch as every supported server knows it', () => {
  expect(patchContentType).toEqual({
    merge: 'application/merge-patch+json',
    json: 'application/json-patch+json',
    strategic: 'application/strategic-merge-patch+json',
    apply: 'application/apply-patch+yaml',
  });
});

test('a patch that cannot be meant does not compile', () => {
  holds<Fits<{ type: 'json'; body: [] }, Patch>>(true);
  holds<Fits<{ type: 'json'; body: { op: string } }, Patch>>(false);
  holds<Fits<{ type: 'apply'; body: object }, Patch>>(true);
  holds<Fits<{ type: 'replace'; body: object }, Patch>>(false);
  holds<Fits<{ op: 'remove'; path: string }, JsonPatchOperation>>(true);
  holds<Fits<{ op: 'add'; path: string }, JsonPatchOperation>>(false);
  holds<Fits<{ op: 'move'; path: string }, JsonPatchOperation>>(false);
});
