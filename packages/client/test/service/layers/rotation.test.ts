// Which failures make the files of certificates be looked at, and what is sent again then.

import { expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { TransportError } from '../../../src/errors.ts';
import { rotationLayer } from '../../../src/service/layers/rotation.ts';
import { compose } from '../../../src/service/service.ts';
import { failureOf, get } from '../../support/requests.ts';
import { ok } from '../../support/script.ts';

/** How often a request is sent whose first try fails with `code`, and how often the file was read. */
async function sent(
  code: string,
  method: 'GET' | 'POST',
  changes = true,
): Promise<[sent: number, read: number]> {
  let requests = 0;
  let reads = 0;
  const file = {
    last: 0,
    refresh: () => {
      reads += 1;
      if (changes) file.last += 1;
      return Promise.resolve(file.last);
    },
  };
  const service = compose([rotationLayer([file], new VirtualClock())], () => {
    requests += 1;
    if (requests === 1) return Promise.reject(new TransportError('failed', { code }));
    return Promise.resolve(ok());
  });
  await Promise.allSettled([service(get('/x', { method }))]);
  return [requests, reads];
}

test.each([
  // Not accepted here: nothing was sent.
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 2, 2],
  ['SELF_SIGNED_CERT_IN_CHAIN', 2, 2],
  ['CERT_HAS_EXPIRED', 2, 2],
  // Not accepted there, as an alert says, or may be behind what is told.
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 2, 1],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 2, 1],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 2, 1],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 2, 1],
  ['ECONNRESET', 2, 1],
  ['EPIPE', 2, 1],
  ['EPROTO', 2, 1],
  // Nothing to do with certificates.
  ['ECONNREFUSED', 1, 1],
  ['ENOTFOUND', 1, 1],
  ['NOT_KUBERNETES', 1, 1],
])('after %s, where the files have changed', async (code, reads, writes) => {
  expect((await sent(code, 'GET'))[0]).toBe(reads);
  expect((await sent(code, 'POST'))[0]).toBe(writes);
});

test.each(['EPROTO', 'CERT_HAS_EXPIRED', 'ECONNRESET'])(
  'after %s nothing is sent again where they have not',
  async (code) => {
    expect(await sent(code, 'GET', false)).toEqual([1, 1]);
  },
);

test('what fails again is told', async () => {
  const failing = (): Promise<never> => Promise.reject(new TransportError('failed', { code: 'EPROTO' }));
  const file = { last: 0, refresh: () => Promise.resolve((file.last += 1)) };
  const service = compose([rotationLayer([file], new VirtualClock())], failing);
  expect(await failureOf(service(get('/x')))).toMatchObject({ code: 'EPROTO' });
});
