import { describe, expect, test } from '@jest/globals';
import type { HttpService } from '@kube-rx/core';
import { asAdmin, embeddedServer } from '../../play.ts';
import type { Found } from '../finding.ts';
import { Pair } from '../pair.ts';
import { playRound } from './round.ts';

async function roundOf(seed: number): Promise<{ readonly asked: string[]; readonly found: Found[] }> {
  const [asked, found]: [string[], Found[]] = [[], []];
  await using server = embeddedServer();
  await using other = embeddedServer();
  const noted: HttpService = (request, options) => {
    // What an update says of its object is the server's.
    const body = request.method === 'PUT' ? '' : String(request.body);
    asked.push(`${request.method} ${request.path} ${String(request.query)} ${body}`);
    return asAdmin(server)(request, options);
  };
  const terms = { namespace: 'default', counts: () => true, found: (one: Found) => found.push(one) };
  const pair = new Pair({ real: noted, embedded: asAdmin(other) }, terms);
  await playRound(pair, { seed, namespace: 'default', pause: () => Promise.resolve() });
  return { asked, found };
}

describe('definitions and custom objects by chance', () => {
  test('are the same for the same seed', async () => {
    const [one, same, another] = [await roundOf(1004), await roundOf(1004), await roundOf(1001)];
    expect(one.asked.length).toBeGreaterThan(60);
    expect(same.asked).toEqual(one.asked);
    expect(another.asked).not.toEqual(one.asked);
  });

  test('find nothing between two servers that are the same', async () => {
    expect((await roundOf(1007)).found).toEqual([]);
  });
});
