import { describe, expect, test } from '@jest/globals';
import { AuthenticationError, Client, DeadlineError, TransportError } from '@kube-rx/client';
import { type HttpRequest, type HttpResponse, type HttpService, InvalidRequestError } from '@kube-rx/core';
import type { LostWrite, OwnWrite } from '../../src/consistency/own-write.ts';
import { writeRecorderLayer } from '../../src/consistency/write-recorder.ts';
import { answerOf, json, object, request } from '../support/recorded-answer.ts';

describe('a write without an answer', () => {
  const path = '/api/v1/namespaces/shop/configmaps/b';
  const deletion = JSON.stringify({ preconditions: { uid: 'u' } });
  const named = JSON.stringify({ metadata: { name: 'b', generateName: 'a-' } });
  const b = { type: 'lost', group: '', plural: 'configmaps', key: 'shop/b', namespace: 'shop' };
  const reset = new TransportError('reset', { code: 'ECONNRESET' });

  async function toldOf(
    sent: Partial<HttpRequest>,
    service: HttpService,
    options: { readonly maxAnswerBytes?: number } = {},
  ): Promise<readonly (OwnWrite | LostWrite)[]> {
    const writes: (OwnWrite | LostWrite)[] = [];
    const layered = new Client(service).layered([writeRecorderLayer((write) => void writes.push(write))]);
    await expect(layered.request({ ...request, ...sent }, options)).rejects.toThrow();
    return writes;
  }

  test.each<[what: string, sent: Partial<HttpRequest>, told: object]>([
    ['a patch', { method: 'PATCH', path }, b],
    ['a status', { method: 'PUT', path: `${path}/status` }, b],
    [
      'a deletion, by the uid that was asked for',
      { method: 'DELETE', path, body: deletion },
      { ...b, uid: 'u' },
    ],
    ['a creation under a name', { body: named }, b],
  ])('is told: %s', async (_, sent, told) => {
    expect(await toldOf(sent, () => Promise.reject(reset))).toEqual([told]);
  });

  test.each<[what: string, sent: Partial<HttpRequest>]>([
    [
      'a creation whose name the server chooses',
      { body: JSON.stringify({ metadata: { generateName: 'b-' } }) },
    ],
    ['a creation whose name is no text', { body: JSON.stringify({ metadata: { name: 7 } }) }],
    ['a creation without an object', { body: 'null' }],
    ['a dry run', { method: 'PATCH', path, query: [['dryRun', 'All']] }],
    ['a read', { method: 'GET', path }],
    ['a deletion of a collection', { method: 'DELETE' }],
  ])('is not told: %s', async (_, sent) => {
    expect(await toldOf(sent, () => Promise.reject(reset))).toEqual([]);
  });

  const failure = (status: number, headers: HttpResponse['headers'] = {}): HttpService => {
    const answer = answerOf(JSON.stringify({ kind: 'Status', status: 'Failure', code: status }), status);
    return () => Promise.resolve({ ...answer, headers: { ...json, ...headers } });
  };
  const breaksOff: HttpService = () =>
    Promise.resolve(
      answerOf({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new TypeError('gone')) }) }),
    );

  test.each<[what: string, service: HttpService]>([
    ['the connection broke', () => Promise.reject(reset)],
    ['the server was silent', () => Promise.reject(new DeadlineError('late', { timeoutMs: 1 }))],
    ['the call was ended', () => Promise.reject(new DOMException('aborted', 'AbortError'))],
    ['the server failed', failure(500)],
    ['a proxy waited in vain', failure(504)],
    ['nobody says that it was not carried out', failure(503)],
    ['the answer broke off', breaksOff],
  ])('is told where %s', async (_, service) => {
    expect(await toldOf({ method: 'PATCH', path }, service)).toEqual([b]);
  });

  test('is told where its caller takes no more of the answer', async () => {
    const service: HttpService = () => Promise.resolve(answerOf(object(), 200));
    expect(await toldOf({ method: 'PATCH', path }, service, { maxAnswerBytes: 5 })).toEqual([b]);
  });

  test.each<[what: string, body: string]>([
    ['is missing', ''],
    ['has no end', object().slice(0, -1)],
  ])('is told where the answer %s, though it says success', async (_, body) => {
    const service: HttpService = () => Promise.resolve(answerOf(body, 200));
    expect(await toldOf({ method: 'PATCH', path }, service)).toEqual([b]);
  });

  test.each<[what: string, service: HttpService]>([
    ['nothing was sent', () => Promise.reject(new InvalidRequestError('no'))],
    ['there were no credentials', () => Promise.reject(new AuthenticationError('none'))],
    ['nobody listened', () => Promise.reject(new TransportError('refused', { code: 'ECONNREFUSED' }))],
    ['it was refused', failure(403)],
    ['it met a conflict', failure(409)],
    ['the server asks for patience', failure(503, { 'retry-after': '1' })],
  ])('is not told where %s', async (_, service) => {
    expect(await toldOf({ method: 'PATCH', path }, service)).toEqual([]);
  });
});
