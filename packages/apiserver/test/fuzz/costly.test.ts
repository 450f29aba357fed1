import { expect, test } from '@jest/globals';
import { readBody } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { TestServer } from '../support/test-server.ts';
import { shapes } from './costly/costly.ts';
import { thingDefinition } from './costly/shape.ts';

test('each shape of a request that could cost much is answered as any other', async () => {
  const { server } = new TestServer({ resources: catalog });
  await readBody((await server.service(thingDefinition)).body);
  const empty = server.snapshot();
  for (const [name, { requests }] of Object.entries(shapes)) {
    server.restore(empty);
    for (const request of requests(30)) {
      const { body } = await server.service(request);
      const text = new TextDecoder().decode(await readBody(body));
      expect([name, /Internal error occurred.*/.exec(text)?.[0]]).toEqual([name, undefined]);
    }
  }
});
