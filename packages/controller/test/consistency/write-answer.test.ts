import { describe, expect, test } from '@jest/globals';
import { Client } from '@kube-rx/client';
import { writeRecorderLayer } from '../../src/consistency/write-recorder.ts';
import { answerOf, object, outcomeOf, piecewise, request } from '../support/recorded-answer.ts';

describe('an answer that is none', () => {
  test.each<[what: string, body: string]>([
    ['nothing', ''],
    ['no JSON', '{"metadata":'],
    ['JSON of another kind', '[1, 2]'],
    ['null', 'null'],
    ['an object without a version', object({ resourceVersion: undefined })],
    ['an object without a uid', object({ uid: undefined })],
    ['an object whose version is no text', object({ resourceVersion: 7 })],
    ['an object of another namespace', object({ namespace: 'office' })],
    ['a version longer than any', object({ resourceVersion: '7'.repeat(1_000) })],
    ['a name longer than any', object({ name: 'b'.repeat(10_000) })],
    ['a failure that says success', JSON.stringify({ kind: 'Status', status: 'Failure' })],
    ['a success without an object', JSON.stringify({ kind: 'Status', status: 'Success' })],
  ])('is not told, and reaches the caller as it is: %s', async (_, body) => {
    expect(await outcomeOf(answerOf(body))).toEqual({ told: [], text: body });
  });

  test('is not told of a name that was not asked for', async () => {
    const path = `${request.path}/c`;
    expect((await outcomeOf(answerOf(object()), { request: { method: 'PUT', path } })).told).toEqual([]);
  });

  test('is not told of what goes through to a container, whatever that answers', async () => {
    const path = '/api/v1/namespaces/shop/pods/b/proxy/configmaps';
    expect((await outcomeOf(answerOf(object()), { request: { path } })).told).toEqual([]);
  });

  test('is not told where it breaks off, which the caller is told', async () => {
    const pieces: AsyncIterator<Uint8Array> = {
      next: () => Promise.reject(new TypeError('gone')),
    };
    const broken = { [Symbol.asyncIterator]: () => pieces };
    expect(await outcomeOf(answerOf(broken))).toEqual({ told: [], text: 'TypeError' });
  });

  test('is not told where the caller takes no more of it', async () => {
    const { told: writes, text } = await outcomeOf(answerOf(object()), { maxAnswerBytes: 5 });
    expect([writes, text]).toEqual([[], 'DecodeError']);
  });

  test('is not kept where it is larger than any object', async () => {
    const piece = new TextEncoder().encode(' '.repeat(1024 * 1024));
    const large = [new TextEncoder().encode(object()), ...Array.from({ length: 17 }, () => piece)];
    const { told: writes, text } = await outcomeOf(answerOf(piecewise(large)));
    expect(writes).toEqual([]);
    expect(text.length).toBeGreaterThan(17 * piece.length);
  });
});

describe('an answer', () => {
  test('is told before the caller has it', async () => {
    const order: string[] = [];
    const layered = new Client(() => Promise.resolve(answerOf(object()))).layered([
      writeRecorderLayer(() => void order.push('told')),
    ]);
    await layered.request(request).then(() => order.push('answered'));
    expect(order).toEqual(['told', 'answered']);
  });

  test('is told once, however many pieces it comes in', async () => {
    const bytes = new TextEncoder().encode(object());
    const pieces = Array.from(bytes, (_, at) => bytes.slice(at, at + 1));
    const { told: writes, text } = await outcomeOf(answerOf(piecewise(pieces)));
    expect(writes).toHaveLength(1);
    expect(text).toBe(object());
  });

  test('reaches the caller whatever the recorder does', async () => {
    const layered = new Client(() => Promise.resolve(answerOf(object()))).layered([
      writeRecorderLayer(() => {
        throw new TypeError('a recorder that fails');
      }),
    ]);
    expect(await layered.requestText(request)).toBe(object());
  });

  test('of a version that the server tells in a Status is told, as of a binding since Kubernetes 1.38', async () => {
    const status = { kind: 'Status', status: 'Success', metadata: { resourceVersion: '12' } };
    const path = '/api/v1/namespaces/shop/pods/web-0/binding';
    const { told: writes } = await outcomeOf(answerOf(JSON.stringify(status)), { request: { path } });
    expect(writes).toEqual([
      {
        type: 'written',
        group: '',
        plural: 'pods',
        key: 'shop/web-0',
        namespace: 'shop',
        resourceVersion: '12',
      },
    ]);
  });

  test('without a body says that an object is deleted, if the request named its uid', async () => {
    const body = JSON.stringify({ preconditions: { uid: 'u' } });
    const { told: writes } = await outcomeOf(answerOf('', 200), {
      request: { method: 'DELETE', path: `${request.path}/b`, body },
    });
    expect(writes).toEqual([
      { type: 'deleted', group: '', plural: 'configmaps', key: 'shop/b', namespace: 'shop', uid: 'u' },
    ]);
  });
});
