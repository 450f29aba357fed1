// What audits need is loaded when it is due. Its file may be gone by then, as while a program is being updated.

import { expect, jest, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const auditMs = 10_000;
const loads: string[] = [];

jest.unstable_mockModule('../../src/reflector/auditor.ts', () => {
  loads.push('auditor.ts');
  throw new Error('no such file');
});
const { reflector } = await import('../../src/reflector/reflector.ts');

test('audits that cannot be loaded are put off, and loaded anew', async () => {
  const clock = new VirtualClock();
  const server = new ScriptedServer([listBody(10, []), new Feed()]);
  const cache = reflector(server, {
    clock,
    random: () => 0,
    initialState: 'list',
    auditMs,
    bookmarkIntervalMs: 0,
  });
  for (const waitMs of [0, auditMs, 60_000]) {
    await clock.advance(waitMs);
    await settle();
  }
  const timers = clock.pending;
  expect(loads.length).toBeGreaterThan(2);
  await cache.close();
  expect([timers, clock.pending]).toEqual([2, 0]);
});
