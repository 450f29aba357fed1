// Limits of a namespace together with what else changes and judges a pod. The recorded group has the words.

import { describe, expect, it } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { type HttpMethod, readBody } from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';

const pods = '/api/v1/namespaces/default/pods';
const ranges = '/api/v1/namespaces/default/limitranges';

async function send(server: ApiServer, [method, path]: readonly [HttpMethod, string], body?: object) {
  const content = body === undefined ? {} : { body: jsonCodec.encode(body) };
  const headers = { 'content-type': 'application/json' };
  const response = await server.service({ method, path, query: [], headers, ...content });
  const answer: unknown = JSON.parse(new TextDecoder().decode(await readBody(response.body)));
  return { status: response.status, answer };
}

const range = (name: string, ...limits: object[]) => ({ metadata: { name }, spec: { limits } });
const pod = (resources: object = {}) => ({
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c', image: 'i', resources }] },
});

describe('LimitRanger', () => {
  it('lets the first of several ranges give what is missing', async () => {
    await using server = new ApiServer();
    await send(server, ['POST', ranges], range('a', { type: 'Container', default: { cpu: '1' } }));
    const second = { type: 'Container', default: { cpu: '2', memory: '1Gi' } };
    await send(server, ['POST', ranges], range('b', second));
    const { answer } = await send(server, ['POST', pods], pod());
    expect(answer).toMatchObject({
      metadata: {
        annotations: {
          'kubernetes.io/limit-ranger':
            'LimitRanger plugin set: memory request for container c; memory limit for container c',
        },
      },
      spec: {
        containers: [
          { resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } } },
        ],
      },
      status: { qosClass: 'Guaranteed' },
    });
  });

  it('knows nothing of the ranges of other namespaces, and of one that has gone', async () => {
    await using server = new ApiServer();
    const other = ranges.replace('default', 'kube-public');
    await send(server, ['POST', other], range('a', { type: 'Pod', max: { cpu: '1' } }));
    await send(server, ['POST', ranges], range('a', { type: 'Pod', max: { cpu: '1' } }));
    expect((await send(server, ['POST', pods], pod())).status).toBe(403);
    await send(server, ['DELETE', `${ranges}/a`]);
    expect((await send(server, ['POST', pods], pod())).status).toBe(201);
  });

  it('refuses at a change of the range what it took before, and leaves alone what is there', async () => {
    await using server = new ApiServer();
    const small = { limits: { cpu: '100m' } };
    await send(server, ['POST', ranges], range('a', { type: 'Container', max: { cpu: '1' } }));
    expect((await send(server, ['POST', pods], pod(small))).status).toBe(201);
    await send(server, ['PUT', `${ranges}/a`], range('a', { type: 'Container', max: { cpu: '50m' } }));
    const { answer } = await send(server, ['POST', pods], { ...pod(small), metadata: { name: 'q' } });
    expect(answer).toMatchObject({
      code: 403,
      message: 'pods "q" is forbidden: maximum cpu usage per Container is 50m, but limit is 100m',
      details: { name: 'q', kind: 'pods' },
    });
    expect((await send(server, ['GET', `${pods}/p`])).status).toBe(200);
  });

  it('does not compare more bounds than it has time for', async () => {
    await using server = new ApiServer();
    const names = Array.from({ length: 2000 }, (_, at) => [`example.com/r${at}`, '1'] as const);
    await send(server, ['POST', ranges], range('a', { type: 'Container', min: Object.fromEntries(names) }));
    const containers = Array.from({ length: 50 }, (_, at) => ({ name: `c${at}`, image: 'i' }));
    const { answer } = await send(server, ['POST', pods], { metadata: { name: 'p' }, spec: { containers } });
    expect(answer).toMatchObject({
      code: 501,
      message:
        'the embedded API server does not support limits of a namespace that are more than 200000 for the containers of one pod: take names out of its LimitRanges',
    });
  });
});
