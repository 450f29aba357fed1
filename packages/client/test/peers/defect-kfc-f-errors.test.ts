// Defects of another client's failures: it threw plain objects, which have no stack, and a failure of the network was an
// answer of status 400.

import { expect, test } from '@jest/globals';
import { ApiError, DecodeError } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { DeadlineError, TransportError } from '../../src/errors.ts';
import { freePort } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';
import { failure, ok, script } from '../support/script.ts';
import { Pod } from '../support/tokens.ts';
import { untilEnd } from '../support/until-end.ts';

test.each([
  ['an answer of 400', ApiError, script(failure(400, { reason: 'BadRequest' }))],
  ['an answer of 500', ApiError, script(failure(500, {}))],
  ['an answer that is no object', DecodeError, script(ok('"text"'))],
  ['silence', DeadlineError, script('silence')],
] as const)('%s is an error of its own class', async (_what, type, { service }) => {
  const pods = Api.namespaced(new Client(service, { timeout: 20 }), Pod, 'shop');
  const error = await failureOf(pods.get('web-0'));
  expect(error).toBeInstanceOf(type);
  expect(error).toHaveProperty('stack', expect.stringContaining(type.name));
});

test('a failure of the network is none of the server', async () => {
  const server = `http://127.0.0.1:${await freePort()}`;
  const client = untilEnd(Client.fromConfig({ server }, { retry: { attempts: 1 } }));
  const error = await failureOf(Api.namespaced(client, Pod, 'shop').get('web-0'));
  expect(error).toBeInstanceOf(TransportError);
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  expect(error).not.toHaveProperty('status');
});
