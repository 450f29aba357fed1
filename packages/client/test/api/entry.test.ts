import { expect, test } from '@jest/globals';
import { isConflict, settle, VirtualClock, withLabels } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { failureOf } from '../support/requests.ts';
import { failure, ok, script } from '../support/script.ts';
import { Pod, pod } from '../support/tokens.ts';

test('a commit gives up after its last attempt, and may be tried again', async () => {
  const conflict = () => failure(409, { reason: 'Conflict' });
  const answers = [
    ok(pod('web-0', '1')),
    conflict(),
    ok(pod('web-0', '2')),
    conflict(),
    ok(pod('web-0', '3')),
  ];
  const clock = new VirtualClock();
  const scripted = script(...answers);
  const pods = Api.namespaced(new Client(scripted.service, { clock, timeout: 0 }), Pod, 'shop');
  const entry = await pods.entry('web-0');
  entry.modify((found) => withLabels(found, { tier: 'front' }));
  const failed = failureOf(entry.commit({ attempts: 2, random: () => 0 }));
  await settle();
  await clock.advance(10);
  expect(isConflict(await failed)).toBe(true);
  expect(entry.isDirty).toBe(true);
  expect((await entry.commit()).metadata.resourceVersion).toBe('3');
  const puts = scripted.requests.filter(({ method }) => method === 'PUT').map(({ body }) => String(body));
  expect(puts.map((body) => /"resourceVersion":"(\d)"/.exec(body)?.[1])).toEqual(['1', '2', '2']);
});
