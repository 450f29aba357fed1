import { expect, test } from '@jest/globals';
import { settle } from '@kube-rx/core';
import { RequestStream } from '../../src/api/request-stream.ts';

test.each(['between two items', 'while it waits for one'])(
  'a stream that is left %s frees what it holds, and tells of no failure in that',
  async (when) => {
    let freed = 0;
    const stream = new RequestStream(async function* (leave) {
      try {
        yield 1;
        await new Promise((resolve) => leave.addEventListener('abort', resolve));
        return undefined;
      } finally {
        freed += 1;
        throw new Error('broken');
      }
    });
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    const next = when === 'between two items' ? undefined : stream.next();
    expect(await stream.return()).toEqual({ done: true, value: undefined });
    await settle();
    expect(freed).toBe(1);
    const end = { done: true, value: undefined };
    expect([await (next ?? stream.next()), await stream.return()]).toEqual([end, end]);
  },
);
