import { describe, expect, test } from '@jest/globals';
import { ApiError, DecodeError } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { failureOf } from '../support/requests.ts';
import { answer, failure, ok, type Script, script } from '../support/script.ts';
import { Pod, pod } from '../support/tokens.ts';

const success = { kind: 'Status', status: 'Success' };
const podsOver = ({ service }: Script) => Api.namespaced(new Client(service), Pod, 'shop');

describe('an eviction', () => {
  test('says its options where the server looks for them', async () => {
    const scripted = script(ok(success));
    const read = { ...pod('web-0'), metadata: { name: 'web-0', namespace: 'shop', uid: 'u-1' } };
    await podsOver(scripted).evict(read, { gracePeriodSeconds: 5, dryRun: true });
    const [request] = scripted.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/api/v1/namespaces/shop/pods/web-0/eviction' });
    expect(JSON.parse(String(request?.body))).toEqual({
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'web-0', namespace: 'shop' },
      deleteOptions: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        dryRun: ['All'],
        gracePeriodSeconds: 5,
        preconditions: { uid: 'u-1' },
      },
    });
  });

  test('is no success where a 201 holds a Status that says failure', async () => {
    const said = failure(500, { message: 'This pod has more than one PodDisruptionBudget' });
    const error = await failureOf(podsOver(script({ ...said, status: 201 })).evict('web-0'));
    expect(error).toBeInstanceOf(ApiError);
    expect(String(error)).toContain('evict web-0: the server answered 500');
    expect(String(error)).toContain('more than one PodDisruptionBudget');
  });

  test('is no success where the answer is no Status', async () => {
    const error = await failureOf(podsOver(script(answer(201, pod('web-0')))).evict('web-0'));
    expect(error).toBeInstanceOf(DecodeError);
  });
});
