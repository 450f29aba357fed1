// Who asks for a certificate is what its signer goes by.

import { expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { inPem, requests } from '../conformance/samples/certificate-requests.ts';
import { TestServer } from '../support/test-server.ts';

const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const groups = ['devs', 'system:authenticated'];
const spec = {
  request: inPem(requests.elliptic),
  signerName: 'example.com/clients',
  usages: ['client auth'],
};
const root = { username: 'root', uid: '0', groups: ['system:masters'], extra: { a: ['b'] } };

test('a request for a certificate says who made it, and nobody else', async () => {
  const extra = { team: ['web'] };
  const jane = { name: 'jane', uid: 'u1', groups: ['devs'], extra };
  const joe = { name: 'joe', groups: ['devs'] };
  const server = new TestServer({ resources: catalog, tokens: { jane, joe } });
  const specOf = async (token: string): Promise<unknown> => {
    const body = { metadata: { name: token }, spec: { ...spec, ...root } };
    const made = await server.ask('POST', path, { body, headers: { authorization: `Bearer ${token}` } });
    return made.body.spec;
  };
  expect(await specOf('jane')).toEqual({ ...spec, username: 'jane', uid: 'u1', groups, extra });
  expect(await specOf('joe')).toEqual({ ...spec, username: 'joe', groups });
});

test('a request that is seeded says itself who made it', async () => {
  const world = new TestServer({ resources: catalog });
  world.server.seed([
    {
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name: 'seeded' },
      spec: { ...spec, ...root },
    },
  ]);
  expect((await world.get(`${path}/seeded`)).body.spec).toEqual({ ...spec, ...root });
});
