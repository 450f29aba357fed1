// Defects of another library's status and finalizer writes: an error was logged and swallowed, so that its caller took the
// write for done; and a conflict with another writer was such an error.

import { expect, test } from '@jest/globals';
import { ApiError, isConflict } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { failureOf } from '../support/requests.ts';
import { failure, ok, script } from '../support/script.ts';
import { Pod, pod } from '../support/tokens.ts';

const conflict = () => failure(409, { reason: 'Conflict', message: 'the object has been modified' });
const running = (found: Pod): Pod => ({ ...found, status: { phase: 'Running' } });

test('a status that was not written is an error', async () => {
  const answers = [conflict(), failure(422, {}), failure(403, {})];
  const pods = Api.namespaced(new Client(script(...answers).service), Pod, 'shop');
  expect(isConflict(await failureOf(pods.status.replace('web-0', running(pod('web-0')))))).toBe(true);
  const merge = pods.status.patch.merge('web-0', { status: { phase: 'Running' } });
  expect(await failureOf(merge)).toBeInstanceOf(ApiError);
  expect(await failureOf(pods.status.modify('web-0', running))).toBeInstanceOf(ApiError);
});

test('a status that somebody else was faster with is written upon theirs', async () => {
  const answers = [ok(pod('web-0', '1')), conflict(), ok(pod('web-0', '2')), ok(pod('web-0', '3'))];
  const scripted = script(...answers);
  const pods = Api.namespaced(new Client(scripted.service), Pod, 'shop');
  const written = await pods.status.modify('web-0', running, { delayMs: 0 });
  expect(written.metadata.resourceVersion).toBe('3');
  const bodies = scripted.requests.filter(({ method }) => method === 'PUT').map(({ body }) => String(body));
  expect(bodies.map((body) => /"resourceVersion":"(\d)"/.exec(body)?.[1])).toEqual(['1', '2']);
});
