import { describe, expect, it } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client, NotReadyError } from '@kube-rx/client';
import { type HttpService, settle, VirtualClock } from '@kube-rx/core';
import { applyCrds, BreakingChangeError, CustomResourceDefinition, defineCustomResource } from '@kube-rx/crd';
import { CustomResourceDefinition as BuiltIn } from '@kube-rx/k8s';
import { websiteOf } from '../support/website.ts';

function start(clock?: VirtualClock): Client {
  return new Client(new ApiServer().service, clock ? { clock } : {});
}

const site = websiteOf({ type: 'object', properties: { host: { type: 'string' } } });
const longer = websiteOf({
  type: 'object',
  properties: { host: { type: 'string' }, image: { type: 'string' } },
});
const other = websiteOf({ type: 'object', properties: { host: { type: 'integer' } } });

/** Of work that fails in the time of the clock. */
async function failureOf(clock: VirtualClock, work: Promise<unknown>): Promise<Error> {
  const failures: Error[] = [];
  const ended = work.then(
    () => failures.push(new Error('nothing failed')),
    (error: unknown) => failures.push(error instanceof Error ? error : new Error('no error was thrown')),
  );
  while (failures.length === 0) {
    await settle();
    await clock.advance(200);
  }
  await ended;
  return failures[0] ?? new Error('nothing failed');
}

describe('applyCrds', () => {
  it('installs a kind that can be used at once', async () => {
    await using client = start();
    const [applied] = await applyCrds(client, [site]);
    expect(applied).toMatchObject({ name: 'websites.shop.example', outcome: 'created', changes: [] });
    const sites = Api.namespaced(client, site, 'default');
    await sites.create({ metadata: { name: 'a' }, spec: { host: 'h' } });
    expect(await sites.list()).toHaveLength(1);
  });

  it('is of the kind that every cluster has', async () => {
    await using client = start();
    const definitions = Api.all(client, BuiltIn);
    const { spec } = await definitions.create(site.definition);
    expect(spec.names).toEqual(site.definition.spec.names);
    const [applied] = await applyCrds(client, [site], { force: true });
    expect(applied?.name).toBe('websites.shop.example');
  });

  it('changes nothing where nothing has changed', async () => {
    await using client = start();
    await applyCrds(client, [site]);
    const [again] = await applyCrds(client, [site]);
    expect(again?.outcome).toBe('unchanged');
  });

  it('adds a field', async () => {
    await using client = start();
    await applyCrds(client, [site]);
    const [upgraded] = await applyCrds(client, [longer]);
    expect(upgraded).toMatchObject({ outcome: 'configured', changes: [] });
  });

  it('refuses what breaks stored objects, and writes nothing', async () => {
    await using client = start();
    await applyCrds(client, [site]);
    const failure = await applyCrds(client, [other]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BreakingChangeError);
    expect(String(failure)).toMatch(
      /websites\.shop\.example: v1 \.spec\.host: its type was string, and is integer \(refused\); nothing was written/,
    );
    const { spec } = await Api.all(client, CustomResourceDefinition).get('websites.shop.example');
    expect(spec.versions[0]?.schema?.openAPIV3Schema?.properties?.['spec']?.properties?.['host']?.type).toBe(
      'string',
    );
  });

  it('breaks what it is allowed to', async () => {
    await using client = start();
    await applyCrds(client, [site]);
    const [broken] = await applyCrds(client, [other], { allowBreaking: true });
    expect(broken?.outcome).toBe('configured');
    expect(broken?.changes).toHaveLength(1);
  });

  it('never drops a version that may be stored', async () => {
    await using client = start();
    await applyCrds(client, [site]);
    const next = defineCustomResource({
      group: 'shop.example',
      kind: 'Website',
      scope: 'Namespaced',
      versions: { v2: { spec: { type: 'object', properties: { host: { type: 'string' } } } } },
    });
    await expect(applyCrds(client, [next], { allowBreaking: true })).rejects.toThrow(
      /v1: objects may be stored in it.*\(impossible\).*; nothing was written$/,
    );
  });

  it('tells whose names are taken', async () => {
    const clock = new VirtualClock();
    await using client = start(clock);
    await applyCrds(client, [site]);
    const thief = defineCustomResource({
      group: 'shop.example',
      kind: 'Website',
      plural: 'sites',
      singular: 'site',
      scope: 'Namespaced',
      versions: { v1: { spec: { type: 'object' } } },
    });
    const failure = await failureOf(clock, applyCrds(client, [thief]));
    expect(failure).toBeInstanceOf(NotReadyError);
    expect(String(failure)).toMatch(
      /sites\.shop\.example will not be served, as its names are taken: .*"?Website"?/,
    );
  });

  it('gives up where nothing is served in time', async () => {
    const clock = new VirtualClock();
    const server = new ApiServer();
    // As a server that has not yet read the definition.
    const service: HttpService = (request, options) =>
      request.path.startsWith('/apis/shop.example/v1/websites')
        ? server.service({ ...request, path: '/apis/none.example/v1/websites' }, options)
        : server.service(request, options);
    await using client = new Client(service, { clock });
    const failure = await failureOf(clock, applyCrds(client, [site], { timeout: 1000 }));
    expect(String(failure)).toMatch(
      /websites\.shop\.example is not served: there is no websites in shop\.example\/v1 yet, after 1000 ms/,
    );
  });

  it('tells that a definition is deleted while it waits', async () => {
    const server = new ApiServer();
    let applied = false;
    const service: HttpService = (request, options) => {
      applied ||= request.method === 'PATCH';
      const isGone = applied && request.method === 'GET' && request.path.endsWith('/websites.shop.example');
      return server.service(isGone ? { ...request, path: `${request.path}.gone` } : request, options);
    };
    await using client = new Client(service);
    const failure = await applyCrds(client, [site]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotReadyError);
    expect(String(failure)).toMatch(
      /websites\.shop\.example was deleted before it was served: apply it again/,
    );
  });

  it.each([Number.NaN, -1])('refuses a timeout of %s', async (timeout) => {
    await using client = start();
    await expect(applyCrds(client, [site], { timeout })).rejects.toThrow('timeout must be 0 or more ms');
    expect(await Api.all(client, CustomResourceDefinition).list()).toHaveLength(0);
  });

  it('stores nothing in a dry run', async () => {
    await using client = start();
    const [applied] = await applyCrds(client, [site], { dryRun: true });
    expect(applied?.outcome).toBe('created');
    expect(await Api.all(client, CustomResourceDefinition).list()).toHaveLength(0);
  });

  it('ends with its signal', async () => {
    await using client = start();
    await expect(applyCrds(client, [site], { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});
