// A defect of another client's errors: they were named "Error", held the body as text, and their message was "Unknown API
// Status Code!" with all headers of the answer, secrets among them.

import { expect, test } from '@jest/globals';
import { ApiError, isForbidden } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { failureOf } from '../support/requests.ts';
import { answer, failure, script } from '../support/script.ts';
import { Pod } from '../support/tokens.ts';

test.each([418, 429, 500, 599])(
  'an answer of %d is told with its reason, and without its headers',
  async (code) => {
    const said = failure(code, { reason: 'Teapot', message: 'no coffee here' });
    const headers = { ...said.headers, 'set-cookie': 'session=s3cr3t-canary', 'audit-id': 'a-1' };
    const pods = Api.namespaced(new Client(script({ ...said, headers }).service), Pod, 'shop');
    const error = await failureOf(pods.get('web-0'));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: 'ApiError',
      status: { code, reason: 'Teapot', message: 'no coffee here' },
    });
    expect(String(error)).toContain(
      `get pods shop/web-0: the server answered ${code} Teapot: no coffee here`,
    );
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toMatch(
      /s3cr3t|session|audit-id/,
    );
  },
);

test('an answer that is no Status becomes one', async () => {
  const pods = Api.namespaced(new Client(script(answer(403, 'Forbidden')).service), Pod, 'shop');
  expect(isForbidden(await failureOf(pods.get('web-0')))).toBe(true);
});
