// The same requests to this server and to the real one, whose answers are recorded by `e2e/conformance/record.ts`.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { type Clock, systemClock } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { mergeRules } from '@kube-rx/k8s/merge-rules';
import { type Difference, differences } from './compare.ts';
import { groups } from './script.ts';
import { type Exchange, Session } from './session.ts';

const recorded = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, readonly Exchange[]>
>;

interface Accepted {
  readonly why: string;
  readonly where: (difference: Difference) => boolean;
}

const accepted: readonly Accepted[] = [
  {
    why: 'a selector that cannot be read is refused in the words of our own parser',
    where: ({ request, path }) => request.includes('labelSelector=') && path === 'body.message',
  },
  {
    why: 'a patch that changes the type of an object quotes the whole object',
    where: ({ real }) => typeof real === 'string' && real.includes('Invalid value: "{'),
  },
  {
    why: 'columns are described by name and age alone',
    where: ({ path }) => /columnDefinitions\[\d+\]\.description$/.test(path),
  },
  {
    why: 'the catalog also serves versions that the real server switches off by default',
    where: ({ request, path }) =>
      request === 'GET /apis/coordination.k8s.io' && path.startsWith('body.versions'),
  },
];

// The script waits for real seconds on the real server; here they pass thirty times as fast.
const haste = 30;
const begun = performance.now();
const hurried: Clock = {
  now: () => Date.now(),
  monotonic: () => begun + (performance.now() - begun) * haste,
  schedule: (delayMs, callback) => systemClock.schedule(delayMs / haste, callback),
};

describe('the embedded server answers as the real one', () => {
  it.each(Object.entries(groups))(
    'to the group %s',
    async (name, run) => {
      await using server = new ApiServer({ resources: catalog, mergeRules, clock: hurried });
      const session = new Session(server.service, `conformance-${name}`);
      await session.post('/api/v1/namespaces', { metadata: { name: session.namespace } }, { quiet: true });
      await run(session);
      const found = differences(recorded[name] ?? [], session.exchanges);
      expect(found.filter((one) => !accepted.some(({ where }) => where(one)))).toEqual([]);
      expect(session.exchanges).toHaveLength(recorded[name]?.length ?? 0);
    },
    60_000,
  );
});
