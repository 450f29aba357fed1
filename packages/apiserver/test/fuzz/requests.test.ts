import { describe, expect, test } from '@jest/globals';
import { TestServer } from '../support/test-server.ts';
import { RequestMaker } from './requests.ts';

describe('requests that make no sense', () => {
  test('are the same for the same chance, and are all answered', async () => {
    const maker = (): RequestMaker => {
      let state = 1;
      const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
      return new RequestMaker(random, ['/api/v1/namespaces/{namespace}/configmaps']);
    };
    const [one, other] = [maker(), maker()];
    const { server } = new TestServer();
    for (let at = 0; at < 300; at += 1) {
      const request = one.make();
      expect(other.make()).toEqual(request);
      const gone = new AbortController();
      // A read at a version of the future waits for it.
      const asked = request.query.some(([name]) => name === 'resourceVersion');
      const answer = server.service(request, { signal: gone.signal });
      if (!asked) expect((await answer).status).toBeGreaterThanOrEqual(200);
      gone.abort();
      await answer.catch(() => undefined);
    }
    expect(server.watches).toBe(0);
  });
});
