// The real kubectl cp, and the client beside it, at one fake container with the real tar.

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findKubectl, kubectl } from '../packages/apiserver/test/support/kubectl.ts';
import { TarContainer } from '../packages/client/test/support/tar-container.ts';

const path = findKubectl();

let container: TarContainer;

beforeEach(async () => {
  container = await TarContainer.open();
});

afterEach(async () => {
  await container[Symbol.asyncDispose]();
});

(path === undefined ? describe.skip : describe)('kubectl cp', () => {
  test('copies to and from the same container, and the client reads what it wrote', async () => {
    using run = kubectl(path ?? '', container.url);
    const { code, stderr } = await run(`cp web-0:app ${join(container.folder, 'local', 'by-kubectl')}`);
    expect([code, stderr]).toEqual([0, '']);
    expect(container.read('local', 'by-kubectl', 'sub', 'large')).toBe('xyz'.repeat(1_000_000));
    const back = await run(`cp ${join(container.folder, 'local', 'by-kubectl')} web-0:back`);
    expect(back).toMatchObject({ code: 0 });
    await container.pods.copyFrom('web-0', 'back', join(container.folder, 'local', 'by-client'));
    expect(container.read('local', 'by-client', 'a.txt')).toBe('A');
  });
});
