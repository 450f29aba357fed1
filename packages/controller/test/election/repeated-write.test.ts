import { describe, expect, test } from '@jest/globals';
import { Api, Client, retryLayer } from '@kube-rx/client';
import { defineResource, type HttpService, VirtualClock } from '@kube-rx/core';
import { leaderLayer, NotLeaderError } from '../../src/election/leader-layer.ts';

const ConfigMap = defineResource({
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  scope: 'Namespaced',
});

describe('a write of a leader that the client repeats', () => {
  test('is not sent again once the term is over, though nobody has told it yet', async () => {
    const clock = new VirtualClock();
    const sent: string[] = [];
    // Asks for patience, as a server under load does.
    const busy: HttpService = (request, options) => {
      options?.beforeSend?.();
      sent.push(request.method);
      const headers = { 'retry-after': '3', 'content-type': 'text/plain' };
      return Promise.resolve({ status: 429, headers, body: emptyBody() });
    };
    // Over after two seconds by the clock; its timer has not come yet, as in a process that stood still.
    const term = { signal: new AbortController().signal, isHeld: () => clock.monotonic() < 2000 };
    const client = new Client(busy, { clock })
      .layered([retryLayer({ clock, random: () => 0 })])
      .layered([leaderLayer(term)]);
    const written = Api.namespaced(client, ConfigMap, 'shop').create({ metadata: { name: 'a' } });
    const refused = expect(written).rejects.toBeInstanceOf(NotLeaderError);
    await clock.advance(10_000);
    await refused;
    expect(sent).toEqual(['POST']);
  });
});

async function* emptyBody(): AsyncGenerator<Uint8Array> {
  // Nothing is in it.
}
