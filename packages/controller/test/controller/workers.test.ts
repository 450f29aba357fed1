import { describe, expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { Workers } from '../../src/controller/workers.ts';
import { WorkQueue } from '../../src/queue/work-queue.ts';

describe('workers', () => {
  test('that have nothing to do leave the event loop alone', async () => {
    let asked = 0;
    class CountingQueue extends WorkQueue {
      override take(now: number): ReturnType<WorkQueue['take']> {
        asked += 1;
        return super.take(now);
      }
    }
    const queue = new CountingQueue({ random: () => 0.5, source: 'test' });
    const workers = new Workers({
      queue,
      clock: new VirtualClock(),
      concurrency: 1,
      timeoutMs: 1000,
      begin: () => ({ type: 'done' }),
      onEnd: () => undefined,
    });
    queue.add('a', {}, 0);
    workers.kick();
    for (let turn = 0; turn < 100; turn += 1) await settle();
    expect(asked).toBe(2);
    workers.close();
  });
});
