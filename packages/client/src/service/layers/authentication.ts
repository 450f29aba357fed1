// Adds the credentials to every request.

import { type Clock, type HttpRequest, systemClock, untilAborted } from '@kube-rx/core';
import type { Credentials } from '../../auth/credentials.ts';
import { discard } from '../../response/read-start.ts';
import type { Layer } from '../service.ts';

/**
 * Sets the Authorization header. Where the server answers 401, asks the credentials for another value and
 * sends the request once more if there is one, or another client certificate: tokens expire, and a new one is often
 * there already. A second 401 is the answer, as is the first where the credentials have nothing else.
 *
 * A request that has the header already is not changed. An abort does not wait for the credentials. `clock`
 * is what the credentials measure their age on.
 *
 * @example
 * compose([authenticationLayer(new StaticToken('secret'))], server.service);
 */
export function authenticationLayer(credentials: Credentials, clock: Clock = systemClock): Layer {
  let renewals = 0;
  return (next) =>
    async (request, options = {}) => {
      if (request.headers['authorization'] !== undefined) return next(request, options);
      const { signal } = options;
      const authorization = await untilAborted(credentials.authorization(clock, signal), signal);
      const certificateNow = () =>
        untilAborted(Promise.resolve(credentials.clientCertificate?.(clock)), signal);
      const certificate = await certificateNow();
      const before = renewals;
      const response = await next(withAuthorization(request, authorization), options);
      if (response.status !== 401) return response;
      // Requests that were sent together are refused one after the other, and a renewal may open a browser: they share
      // the first one.
      const renewed = await untilAborted(
        renewals === before
          ? credentials.renew(authorization, clock, signal)
          : credentials.authorization(clock, signal),
        signal,
      );
      if (renewals === before) renewals += 1;
      const hasOther = renewed !== undefined && renewed !== authorization;
      if (!hasOther && (await certificateNow()) === certificate) return response;
      await discard(response.body, { signal, clock });
      return next(withAuthorization(request, renewed), options);
    };
}

function withAuthorization(request: HttpRequest, authorization: string | undefined): HttpRequest {
  if (authorization === undefined) return request;
  return { ...request, headers: { ...request.headers, authorization } };
}
