// Which path is answered how.

import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { Endpoints, type EndpointsOptions } from '../../src/manager/endpoints.ts';
import type { NamedCheck } from '../../src/manager/health-check.ts';

const well: NamedCheck = { name: 'database', check: () => undefined };
const ill: NamedCheck = {
  name: 'controller/shop sites',
  check: () => {
    throw new Error('secrets: denied');
  },
};

function endpoints(options: Partial<EndpointsOptions> = {}): Endpoints {
  return new Endpoints({
    clock: new VirtualClock(),
    liveness: () => [well],
    readiness: () => [well, ill],
    metrics: undefined,
    ...options,
  });
}

describe('the endpoints of a manager', () => {
  test.each([
    ['/healthz', 200, 'ok'],
    ['/livez', 200, 'ok'],
    ['/healthz/', 200, 'ok'],
    ['/healthz?verbose', 200, '[+]ping ok\n[+]database ok\nhealthz check passed\n'],
    [
      '/readyz',
      500,
      '[+]ping ok\n[+]database ok\n[-]controller/shop sites failed: secrets: denied\nreadyz check failed\n',
    ],
    ['/readyz?exclude=controller/shop+sites', 200, 'ok'],
    [
      '/readyz?verbose&exclude=controller/shop%20sites,database&exclude=other',
      200,
      '[+]ping ok\n[+]database excluded: ok\n[+]controller/shop sites excluded: ok\n' +
        'warn: some health checks cannot be excluded: no matches for "other"\nreadyz check passed\n',
    ],
    ['/readyz/database', 200, 'ok'],
    ['/readyz/controller/shop%20sites', 500, 'internal server error: secrets: denied\n'],
    [
      '/readyz/%zz',
      404,
      'not found; there is /readyz/ping, /readyz/database, /readyz/controller/shop%20sites\n',
    ],
    ['/', 404, 'not found; there is /healthz, /livez, /readyz\n'],
    ['/metrics', 404, 'not found; there is /healthz, /livez, /readyz\n'],
    ['//other', 400, 'bad request\n'],
    [String.raw`/\other/healthz`, 400, 'bad request\n'],
    [String.raw`/\[`, 400, 'bad request\n'],
    ['http://other/healthz', 400, 'bad request\n'],
    ['*', 400, 'bad request\n'],
  ])('answer %s with %i', async (target, status, body) => {
    expect(await endpoints().answer(target)).toMatchObject({ status, body });
  });

  test('tell a check that hangs from one that fails, and tell it to end', async () => {
    const clock = new VirtualClock();
    let reason: unknown;
    const hangs: NamedCheck = {
      name: 'hangs',
      check: ({ signal }) =>
        new Promise(() =>
          signal.addEventListener('abort', () => {
            reason = signal.reason;
          }),
        ),
    };
    const answer = endpoints({ clock, readiness: () => [hangs] }).answer('/readyz/hangs');
    await clock.advance(5000);
    expect((await answer).body).toBe('internal server error: it took longer than 5000 ms\n');
    expect([reason, clock.pending]).toEqual([new Error('it took longer than 5000 ms'), 0]);
  });

  test.each([['a text'], [undefined], [Object.create(null) as object], [new Error('')]])(
    'survive a check that throws %p',
    async (thrown) => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a program may reject with anything
      const throws: NamedCheck = { name: 'throws', check: () => Promise.reject(thrown) };
      expect((await endpoints({ readiness: () => [throws] }).answer('/readyz')).status).toBe(500);
    },
  );

  test('ask a check once at a time, however many probes there are', async () => {
    let asked = 0;
    const answer = Promise.withResolvers<undefined>();
    const slow: NamedCheck = {
      name: 'slow',
      check: () => {
        asked += 1;
        return answer.promise;
      },
    };
    const served = endpoints({ readiness: () => [slow] });
    const probes = ['/readyz', '/readyz', '/readyz/slow'].map((path) => served.answer(path));
    answer.reject(new Error('too slow'));
    expect((await Promise.all(probes)).map(({ status }) => status)).toEqual([500, 500, 500]);
    expect(asked).toBe(1);
    await served.answer('/readyz');
    expect(asked).toBe(2);
  });

  test.each(['ping', 'shutdown'])(
    'ask a check whose name is %s, as one that is there already',
    async (name) => {
      const shutdown: NamedCheck = { name: 'shutdown', check: () => undefined };
      const readiness = (): NamedCheck[] => [
        shutdown,
        { name, check: () => Promise.reject(new Error('ill')) },
      ];
      expect((await endpoints({ readiness }).answer('/readyz')).body).toContain(`[-]${name} failed: ill`);
    },
  );

  test('make one page of metrics for all who ask at once, and the next for the next', async () => {
    let made = 0;
    const metrics = {
      contentType: 'text/plain; version=0.0.4',
      text: () => Promise.resolve(`page ${(made += 1)}`),
    };
    const served = endpoints({ metrics });
    const both = await Promise.all([served.answer('/metrics'), served.answer('/metrics')]);
    const later = await served.answer('/metrics');
    expect([...both, later].map(({ body }) => body)).toEqual(['page 1', 'page 1', 'page 2']);
    expect(later).toMatchObject({ status: 200, contentType: 'text/plain; version=0.0.4' });
  });

  test('tell no scraper why there are no metrics', async () => {
    const metrics = { contentType: 'text/plain', text: () => Promise.reject(new Error('password')) };
    expect(await endpoints({ metrics }).answer('/metrics')).toMatchObject({
      status: 500,
      body: 'the metrics cannot be read\n',
    });
  });
});
