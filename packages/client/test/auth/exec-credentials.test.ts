import { describe, expect, test } from '@jest/globals';
import { type Clock, VirtualClock } from '@kube-rx/core';
import { ExecCredentials } from '../../src/auth/exec-credentials.ts';
import type { ExecPlugin, RunOptions } from '../../src/auth/exec-plugin.ts';
import { pem } from '../support/loopback.ts';
import { failureOf } from '../support/requests.ts';

const plugin: ExecPlugin = {
  command: 'login',
  args: [],
  env: {},
  apiVersion: 'client.authentication.k8s.io/v1',
  interactiveMode: 'Never',
  where: '/cfg: users[u].user.exec',
};

const print = (status: object): string =>
  JSON.stringify({ kind: 'ExecCredential', apiVersion: plugin.apiVersion, status });
const inMs = (clock: Clock, ms: number): string => new Date(clock.now() + ms).toISOString();

/** Credentials of a plugin that answers by `answers`, one a run. */
function scripted(...answers: (string | Promise<string>)[]) {
  const runs: RunOptions[] = [];
  const credentials = new ExecCredentials(plugin, async (_, options) => {
    runs.push(options);
    return answers[runs.length - 1] ?? Promise.reject(new Error('run once too often'));
  });
  return { credentials, runs };
}

describe('the credentials of an exec plugin', () => {
  test('are got by one run for all requests that wait', async () => {
    const clock = new VirtualClock();
    const { credentials, runs } = scripted(print({ token: 'one' }));
    const got = await Promise.all([1, 2, 3].map(() => credentials.authorization(clock)));
    expect(got).toEqual(['Bearer one', 'Bearer one', 'Bearer one']);
    await clock.advance(10 ** 9);
    expect(await credentials.authorization(clock)).toBe('Bearer one');
    expect(runs).toHaveLength(1);
  });

  test('are got again ten seconds before they expire, not earlier', async () => {
    const clock = new VirtualClock();
    const status = { token: 'one', expirationTimestamp: inMs(clock, 60_000) };
    const { credentials } = scripted(print(status), print({ token: 'two' }));
    expect(await credentials.authorization(clock)).toBe('Bearer one');
    await clock.advance(49_999);
    expect(await credentials.authorization(clock)).toBe('Bearer one');
    await clock.advance(1);
    expect(await credentials.authorization(clock)).toBe('Bearer two');
  });

  test('are used for half of their time where that is short', async () => {
    const clock = new VirtualClock();
    const status = { token: 'one', expirationTimestamp: inMs(clock, 8_000) };
    const { credentials } = scripted(print(status), print({ token: 'two' }));
    await credentials.authorization(clock);
    await clock.advance(3_999);
    expect(await credentials.authorization(clock)).toBe('Bearer one');
    await clock.advance(1);
    expect(await credentials.authorization(clock)).toBe('Bearer two');
  });

  test('are got once more where the server refused them, by one run for all', async () => {
    const clock = new VirtualClock();
    const { credentials, runs } = scripted(print({ token: 'one' }), print({ token: 'two' }));
    const rejected = await credentials.authorization(clock);
    expect(await Promise.all([1, 2].map(() => credentials.renew(rejected, clock)))).toEqual([
      'Bearer two',
      'Bearer two',
    ]);
    expect(await credentials.renew(rejected, clock)).toBe('Bearer two');
    expect(runs).toHaveLength(2);
  });

  test('have no other to offer where the plugin gives the refused ones again', async () => {
    const clock = new VirtualClock();
    const { credentials } = scripted(print({ token: 'one' }), print({ token: 'one' }));
    expect(await credentials.renew(await credentials.authorization(clock), clock)).toBeUndefined();
  });

  test('keep their certificate while the plugin gives the same one', async () => {
    const clock = new VirtualClock();
    const pair = { clientCertificateData: pem('client.crt'), clientKeyData: pem('client.key') };
    const other = { clientCertificateData: pem('server.crt'), clientKeyData: pem('server.key') };
    const soon = { expirationTimestamp: inMs(clock, 1) };
    const { credentials } = scripted(...[pair, pair, other].map((status) => print({ ...status, ...soon })));
    const first = await credentials.clientCertificate(clock);
    await clock.advance(1);
    expect(await credentials.clientCertificate(clock)).toBe(first);
    // The second had expired when it came, so it is kept for a while.
    await clock.advance(9_999);
    expect(await credentials.clientCertificate(clock)).toBe(first);
    await clock.advance(1);
    expect((await credentials.clientCertificate(clock))?.certificate).toBe(pem('server.crt'));
  });

  test('are asked for again after a failure', async () => {
    const { credentials } = scripted('nonsense', print({ token: 'one' }));
    const clock = new VirtualClock();
    expect(await failureOf(credentials.authorization(clock))).toMatchObject({
      message: expect.stringContaining('/cfg: users[u].user.exec: the exec plugin "login" printed something'),
    });
    expect(await credentials.authorization(clock)).toBe('Bearer one');
  });

  test('are given up with the last request that waits, and asked for again by the next', async () => {
    const clock = new VirtualClock();
    const never = new Promise<string>(() => undefined);
    const { credentials, runs } = scripted(never, print({ token: 'one' }));
    const aborts = [new AbortController(), new AbortController()];
    const calls = aborts.map(({ signal }) => failureOf(credentials.authorization(clock, signal)));
    aborts[0]?.abort();
    expect(await calls[0]).toMatchObject({ name: 'AbortError' });
    expect(runs[0]?.signal.aborted).toBe(false);
    aborts[1]?.abort();
    expect(await calls[1]).toMatchObject({ name: 'AbortError' });
    expect(runs[0]?.signal.aborted).toBe(true);
    expect(await credentials.authorization(clock)).toBe('Bearer one');
  });

  test('run no plugin for a request that is aborted already', async () => {
    const { credentials, runs } = scripted(print({ token: 'one' }));
    const failure = await failureOf(credentials.authorization(new VirtualClock(), AbortSignal.abort()));
    expect(failure).toMatchObject({ name: 'AbortError' });
    expect(runs).toHaveLength(0);
  });
});
