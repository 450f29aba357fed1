import { describe, expect, test } from '@jest/globals';
import type { Credentials } from '../../../src/auth/credentials.ts';
import { AuthenticationError } from '../../../src/errors.ts';
import { authenticationLayer } from '../../../src/service/layers/authentication.ts';
import { failureOf, get } from '../../support/requests.ts';
import { answer, bodyOf, ok, script } from '../../support/script.ts';

/** Credentials which go through the given values, one a renewal. */
function credentials(...values: string[]): Credentials & { renewals: (string | undefined)[] } {
  const renewals: (string | undefined)[] = [];
  return {
    renewals,
    authorization: () => Promise.resolve(values[0] ?? ''),
    renew: (rejected) => {
      renewals.push(rejected);
      return Promise.resolve(values[renewals.length]);
    },
  };
}

describe('the authentication layer', () => {
  test('sets the Authorization header and keeps the others', async () => {
    const scripted = script(ok());
    await authenticationLayer(credentials('Bearer a'))(scripted.service)(get('/version'));
    expect(scripted.requests[0]?.headers).toEqual({ accept: 'application/json', authorization: 'Bearer a' });
  });

  test('sets no header where a client certificate alone says who we are', async () => {
    const scripted = script(ok());
    const source: Credentials = {
      authorization: () => Promise.resolve(undefined),
      renew: () => Promise.resolve(undefined),
    };
    await authenticationLayer(source)(scripted.service)(get('/version'));
    expect(scripted.requests[0]?.headers).toEqual({ accept: 'application/json' });
  });

  test('leaves a request alone that has the header already', async () => {
    const scripted = script(answer(401));
    const request = get('/version', { headers: { authorization: 'Bearer mine' } });
    expect(await authenticationLayer(credentials('a', 'b'))(scripted.service)(request)).toMatchObject({
      status: 401,
    });
    expect(scripted.requests).toEqual([request]);
  });

  test('renews once for requests that were sent together, however late each is refused', async () => {
    let renewals = 0;
    const source: Credentials = {
      authorization: () => Promise.resolve('Bearer same'),
      renew: () => {
        renewals += 1;
        return Promise.resolve(undefined);
      },
    };
    const refusals = Array.from({ length: 50 }, () => Promise.withResolvers<undefined>());
    let sent = 0;
    const service = authenticationLayer(source)(async () => {
      await refusals[sent++]?.promise;
      return answer(401);
    });
    const answers = refusals.map(() => service(get('/version')));
    for (const [at, refusal] of refusals.entries()) {
      refusal.resolve(undefined);
      expect(await answers[at]).toMatchObject({ status: 401 });
    }
    expect(renewals).toBe(1);
    await service(get('/version'));
    expect(renewals).toBe(2);
  });

  test('renews once on 401 and sends the request again, with its body', async () => {
    const refusal = bodyOf(['Unauthorized']);
    const scripted = script({ status: 401, headers: {}, body: refusal }, ok());
    const source = credentials('Bearer old', 'Bearer new');
    const request = get('/api/v1/pods', { method: 'POST', body: '{}' });
    expect(await authenticationLayer(source)(scripted.service)(request)).toMatchObject({ status: 200 });
    expect(source.renewals).toEqual(['Bearer old']);
    expect(scripted.requests[1]).toEqual({
      ...request,
      headers: { ...request.headers, authorization: 'Bearer new' },
    });
    expect(refusal.fate).toBe('read');
  });

  test('hands the 401 on, unread, where there is nothing else to try', async () => {
    const body = bodyOf(['Unauthorized']);
    const scripted = script({ status: 401, headers: {}, body });
    const response = await authenticationLayer(credentials('Bearer a'))(scripted.service)(get('/version'));
    expect(response.status).toBe(401);
    expect(body.fate).toBe('open');
  });

  test('hands a second 401 on', async () => {
    const scripted = script(answer(401), answer(401));
    const response = await authenticationLayer(credentials('a', 'b', 'c'))(scripted.service)(get('/version'));
    expect(response.status).toBe(401);
    expect(scripted.requests.length).toBe(2);
  });

  test('renews for a watch too, as that is no repetition of what the server did', async () => {
    const scripted = script(answer(401), ok());
    const watch = get('/api/v1/pods', { query: [['watch', 'true']] });
    await authenticationLayer(credentials('a', 'b'))(scripted.service)(watch, { retry: false });
    expect(scripted.requests.length).toBe(2);
    expect(scripted.options[1]).toEqual({ retry: false });
  });

  test('sends nothing where there are no credentials to be had', async () => {
    const scripted = script();
    const none: Credentials = {
      authorization: () => Promise.reject(new AuthenticationError('no token')),
      renew: () => Promise.resolve(undefined),
    };
    const failure = await failureOf(authenticationLayer(none)(scripted.service)(get('/version')));
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(scripted.requests).toEqual([]);
  });

  test('does not wait for credentials that never come, once the call is aborted', async () => {
    const never = new Promise<never>(() => undefined);
    const hanging: Credentials = { authorization: () => never, renew: () => never };
    const renewing: Credentials = { ...hanging, authorization: () => Promise.resolve('Bearer a') };
    for (const source of [hanging, renewing]) {
      const abort = new AbortController();
      const call = authenticationLayer(source)(script(answer(401)).service)(get('/'), {
        signal: abort.signal,
      });
      setImmediate(() => abort.abort());
      expect(await failureOf(call)).toMatchObject({ name: 'AbortError' });
    }
  });
});
