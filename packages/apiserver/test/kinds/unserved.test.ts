// What makes objects of versions that are off by default: no recording of the real server has them.

import { describe, expect, test } from '@jest/globals';
import { catalog } from '@kube-rx/k8s/catalog';
import { certificate, inPem } from '../conformance/samples/certificate-requests.ts';
import { TestServer } from '../support/test-server.ts';

const server = (): TestServer => new TestServer({ resources: catalog, runtimeConfig: { 'api/all': true } });

describe('migrations of storage versions', () => {
  const at = '/apis/storagemigration.k8s.io/v1beta1/storageversionmigrations';
  const migration = (resource: object): object => ({ metadata: { name: 'a' }, spec: { resource } });
  const pods = { group: '', resource: 'pods' };
  const isTrue = (type: string): object => ({
    type,
    status: 'True',
    reason: 'A',
    message: '',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  });

  test.each<[object, string]>([
    [{}, 'spec.resource.resource: Required value: resource is required to be set'],
    [{ resource: '1a' }, 'a DNS-1035 label must consist of'],
    [{ resource: 'pods', group: 'A_' }, 'spec.resource.group: Invalid value: "A_": a lowercase RFC 1123'],
  ])('are not of %j', async (resource, message) => {
    const { status, body } = await server().post(at, migration(resource));
    expect([status, body.message]).toEqual([422, expect.stringContaining(message)]);
  });

  test('stay as they were made', async () => {
    const one = server();
    const { body } = await one.post(at, migration(pods));
    const { message } = (await one.put(`${at}/a`, { ...body, spec: { resource: { ...pods, group: 'b' } } }))
      .body;
    expect(message).toContain('spec: Invalid value: {"Resource":{"group":"b","resource":"pods"}}');
  });

  test.each<[object, string]>([
    [{ resourceVersion: '07' }, 'resource version is not well formed: 07'],
    [{ conditions: [isTrue('Succeeded'), isTrue('Failed')] }, 'Both success and failed conditions'],
    [{ conditions: [{ ...isTrue('Running'), reason: '' }] }, 'status.conditions[0].reason: Required value'],
  ])('are not in the state %j', async (state, message) => {
    const one = server();
    const { body } = await one.post(at, migration(pods));
    const answer = await one.put(`${at}/a/status`, { ...body, status: state });
    expect([answer.status, answer.body.message]).toEqual([422, expect.stringContaining(message)]);
  });

  test('do not take back what became of them', async () => {
    const one = server();
    const { body } = await one.post(at, migration(pods));
    const done = { resourceVersion: '7', conditions: [isTrue('Succeeded')] };
    const { body: ended } = await one.put(`${at}/a/status`, { ...body, status: done });
    const { message } = (await one.put(`${at}/a/status`, { ...ended, status: { resourceVersion: '8' } }))
      .body;
    expect(message).toContain('status.resourceVersion: Invalid value: "8": field is immutable');
    expect(message).toContain('Success condition cannot be set to false once it is true');
  });
});

describe('candidates for leases', () => {
  const at = '/apis/coordination.k8s.io/v1beta1/namespaces/default/leasecandidates';
  const valid = {
    leaseName: 'a',
    binaryVersion: '1.36.0',
    emulationVersion: '1.35.0',
    strategy: 'OldestEmulationVersion',
  };

  test.each<[object, string]>([
    [{ leaseName: '' }, 'spec.leaseName: Required value'],
    [{ binaryVersion: '' }, 'spec.binaryVersion: Required value'],
    [{ binaryVersion: 'x' }, 'must be a valid semantic version'],
    [{ emulationVersion: '1.37.0' }, 'must be greater than or equal to `emulationVersion`'],
    [{ emulationVersion: '' }, "must be specified when `strategy` is 'OldestEmulationVersion'"],
    [{ strategy: '' }, 'spec.strategy: Required value'],
    [{ strategy: 'Newest' }, 'Unsupported value: "Newest": supported values: "OldestEmulationVersion"'],
  ])('are not with %j', async (fields, message) => {
    const { status, body } = await server().post(at, {
      metadata: { name: 'a' },
      spec: { ...valid, ...fields },
    });
    expect([status, body.message]).toEqual([422, expect.stringContaining(message)]);
  });

  test('are taken otherwise', async () => {
    expect((await server().post(at, { metadata: { name: 'a' }, spec: valid })).status).toBe(201);
  });
});

describe('bundles of trusted certificates', () => {
  const at = '/apis/certificates.k8s.io/v1beta1/clustertrustbundles';
  const pem = (type: string, der = certificate): string => Buffer.from(inPem(der, type), 'base64').toString();
  const anchor = pem('CERTIFICATE');

  test.each<[string, string, string, string]>([
    ['at least one trust anchor must be provided', 'a', '', ''],
    ['entry 0 has bad block type: KEY', 'a', '', pem('KEY')],
    ['entry 1 does not parse as X.509', 'a', '', anchor + pem('CERTIFICATE', 'YWJj')],
    ['duplicate trust anchor (indices [0 1])', 'a', '', anchor + anchor],
    ['ClusterTrustBundle without signer name must not have \\":\\" in its name', 'a:b', '', anchor],
    ['must be named with prefix example.com:s:', 'a', 'example.com/s', anchor],
    ["must be a fully qualified domain and path of the form 'example.com/signer-name'", 'x:a', 'x', anchor],
  ])('are refused where %s', async (message, name, ...[signerName, trustBundle]) => {
    const { status, body } = await server().post(at, {
      metadata: { name },
      spec: { signerName, trustBundle },
    });
    expect([status, body.message]).toEqual([422, expect.stringContaining(message.replaceAll('\\"', '"'))]);
  });

  test('are taken otherwise', async () => {
    const spec = { signerName: 'example.com/s', trustBundle: `a comment\n${anchor}` };
    expect((await server().post(at, { metadata: { name: 'example.com:s:a' }, spec })).status).toBe(201);
  });
});
