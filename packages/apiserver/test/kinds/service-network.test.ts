// What conformance cannot show of the addresses of services: a range that is used up, and given back.

import { describe, expect, test } from '@jest/globals';
import { TestServer } from '../support/test-server.ts';

const services = '/api/v1/namespaces/default/services';
const service = (name: string, spec: object = {}): object => ({
  metadata: { name },
  spec: { ports: [{ port: 80 }], ...spec },
});

// Of sixteen addresses three are nobody's.
const small = { serviceCidr: '10.0.0.0/28' };
const all = 13;

describe('the addresses of services', () => {
  test('are each given out once, until there are none, and again when one is given back', async () => {
    const server = new TestServer(small);
    const given = new Set<unknown>();
    for (let at = 0; at < all; at += 1)
      given.add((await server.post(services, service(`s${at}`))).body.spec['clusterIP']);
    expect(given.size).toBe(all);
    expect((await server.post(services, service('late'))).body).toMatchObject({
      code: 500,
      message: 'Internal error occurred: failed to allocate a serviceIP for Service "late": range is full',
    });
    const { body } = await server.get(`${services}/s3`);
    await server.delete(`${services}/s3`);
    expect((await server.post(services, service('late'))).body.spec['clusterIP']).toBe(
      body.spec['clusterIP'],
    );
  });

  test('are not spent by a dry run, nor on what wants none', async () => {
    const server = new TestServer(small);
    for (let at = 0; at < all; at += 1) {
      await server.post(services, service(`dry${at}`), { dryRun: 'All' });
      await server.post(services, service(`headless${at}`, { clusterIP: 'None' }));
    }
    for (let at = 0; at < all; at += 1)
      expect((await server.post(services, service(`s${at}`))).status).toBe(201);
  });

  test('are low only for who asks, as long as there are others', async () => {
    const server = new TestServer({ serviceCidr: '10.0.0.0/27' });
    const last = async (name: string): Promise<number> => {
      const { body } = await server.post(services, service(name));
      return Number(String(body.spec['clusterIP']).split('.')[3]);
    };
    for (let at = 0; at < all; at += 1) expect(await last(`s${at}`)).toBeGreaterThanOrEqual(18);
    expect((await server.post(services, service('asks', { clusterIP: '10.0.0.2' }))).status).toBe(201);
    expect(await last('late')).toBe(3);
  });

  test('lie in 10.96.0.0/12 unless told otherwise', async () => {
    const server = new TestServer();
    const { body } = await server.post(services, service('a'));
    const [first, second] = String(body.spec['clusterIP']).split('.').map(Number);
    expect(first).toBe(10);
    expect(second).toBeGreaterThanOrEqual(96);
    expect(second).toBeLessThan(112);
  });
});
