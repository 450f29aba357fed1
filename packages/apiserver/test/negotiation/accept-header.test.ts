import { describe, expect, test } from '@jest/globals';
import { parseAccept } from '../../src/negotiation/accept-header.ts';

// As goautoneg 1.0 orders them.
describe('the clauses of an Accept header', () => {
  test.each<[header: string, order: string[]]>([
    ['text/html', ['text/html']],
    ['*', ['*/*']],
    ['text', []],
    ['a/b/c', []],
    ['application/', []],
    ['', []],
    [' application/json ,  application/yaml', ['application/json', 'application/yaml']],
    ['application/yaml;q=0.5, application/json;q=0.9', ['application/json', 'application/yaml']],
    ['application/yaml;q=abc, application/json;q=0.1', ['application/json', 'application/yaml']],
    ['application/*, application/json', ['application/json', 'application/*']],
    ['*/*, application/*, application/json', ['application/json', 'application/*', '*/*']],
    ['application/*;q=0.3, application/yaml;q=0.2', ['application/yaml', 'application/*']],
    ['application/json;q=0, */*', ['*/*', 'application/json']],
  ])('of %j are tried in the order %j', (header, order) => {
    expect(parseAccept(header).map(({ type, subtype }) => `${type}/${subtype}`)).toEqual(order);
  });

  test('have parameters, of which those with two values are none', () => {
    const [clause] = parseAccept('application/json; as=Table ;v=v1;g=a=b;pretty;q=0.5');
    expect(clause?.weight).toBe(0.5);
    expect(Object.fromEntries(clause?.parameters ?? [])).toEqual({ as: 'Table', v: 'v1' });
  });
});
