import { describe, expect, test } from '@jest/globals';
import { compose, type Layer } from '../../src/service/service.ts';
import { get } from '../support/requests.ts';
import { ok, script } from '../support/script.ts';

const tag =
  (name: string): Layer =>
  (next) =>
  (request, options) =>
    next(
      { ...request, headers: { ...request.headers, path: `${request.headers['path'] ?? ''}${name}` } },
      options,
    );

describe('compose', () => {
  test('lets a request pass the layers from the first to the last', async () => {
    const { service, requests } = script(ok());
    await compose([tag('a'), tag('b'), tag('c')], service)(get('/version'));
    expect(requests[0]?.headers['path']).toBe('abc');
  });

  test('of no layers is the service itself', () => {
    const { service } = script();
    expect(compose([], service)).toBe(service);
  });
});
