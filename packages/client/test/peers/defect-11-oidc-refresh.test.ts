// Defects of another client's OpenID Connect: seconds until an expiry were taken for a date, so that each request
// refreshed the token; the client's secret was not sent; and a refresh token that was replaced was forgotten.
// https://github.com/kubernetes-client/javascript/issues/399

import { expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import { Client } from '../../src/client.ts';
import { resolveContext } from '../../src/config/context.ts';
import { Kubeconfig } from '../../src/config/kubeconfig.ts';
import { identityProvider, idToken } from '../support/identity-provider.ts';
import { kubeconfigText } from '../support/kubeconfig.ts';
import { pem, serveHttps } from '../support/loopback.ts';
import { get } from '../support/requests.ts';

const authority = Buffer.from(pem('authority.crt')).toString('base64');
const hour = 3_600_000;

test('a token is refreshed once an hour, with the secret, by the refresh token that came last', async () => {
  const clock = new VirtualClock();
  const seen: (string | undefined)[] = [];
  const server = await serveHttps(
    { cert: pem('server.crt'), key: pem('server.key') },
    ({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    },
  );
  const given: string[] = [];
  const provider = await identityProvider({
    onToken: () => {
      given.push(idToken(clock, hour, `ann-${given.length}`));
      // What it says of the access token is not about the id-token.
      return { body: { id_token: given.at(-1), refresh_token: `defect-11-${given.length}`, expires_in: 60 } };
    },
  });
  const config = {
    'idp-issuer-url': provider.issuer,
    'idp-certificate-authority-data': authority,
    'client-id': 'shop',
    'client-secret': 'hunter2',
    'refresh-token': 'defect-11-0',
    'id-token': idToken(clock, -hour),
  };
  const text = kubeconfigText({
    server: `https://localhost:${server.port}`,
    cluster: { 'certificate-authority-data': authority },
    user: { 'auth-provider': { name: 'oidc', config } },
  });
  const parsed = await Kubeconfig.parse([{ file: '/cfg', text }]);
  const client = Client.fromConfig(await resolveContext(parsed), { clock });
  for (let round = 0; round < 3; round += 1) {
    for (let call = 0; call < 5; call += 1) await client.request(get('/'));
    await clock.advance(hour);
  }
  expect(seen).toEqual(given.flatMap((token) => Array.from({ length: 5 }, () => `Bearer ${token}`)));
  expect(provider.tokenRequests).toEqual(
    [0, 1, 2].map((round) => ({
      authorization: `Basic ${Buffer.from('shop:hunter2').toString('base64')}`,
      form: { grant_type: 'refresh_token', refresh_token: `defect-11-${round}` },
    })),
  );
  await client.close();
});
