import { describe, expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { ApiError, DecodeError } from '@kube-rx/core';
import {
  Bench,
  type BenchReport,
  busy,
  failed,
  gone,
  reset,
  status,
  tooLarge,
} from '../support/machine-bench.ts';
import { encoded, page } from '../support/objects.ts';

const busyForNow = status(429, 'TooManyRequests');
const loginPage = new TransportError('', { code: 'NOT_KUBERNETES' });
const waitFor = (seconds: number): Error =>
  status(503, 'ServiceUnavailable', { details: { retryAfterSeconds: seconds } });

/** The delay after a failure, rounded; it passes. */
function delayOf(bench: Bench, error: Error): number {
  bench.tell(failed(error));
  const delayMs = bench.effect?.type === 'wait' ? bench.effect.delayMs : -1;
  bench.wake();
  return Math.round(delayMs);
}

describe('a healthy watcher', () => {
  test('lists page by page, announces each object once, then watches from the version of the first page (client-go R11)', () => {
    const bench = new Bench();
    expect(bench.tell({ type: 'start' })).toEqual(['list']);
    expect(bench.tell({ type: 'page', list: page(10, [encoded('a', 5)], 'next') })).toEqual([
      'Init',
      'InitApply(a@5)',
      'list page next',
    ]);
    expect(bench.tell({ type: 'page', list: page(12, [encoded('b', 9)]) })).toEqual([
      'InitApply(b@9)',
      'InitDone@10',
      'watch from 10',
    ]);
    expect(bench.tell({ type: 'opened' })).toEqual([]);
  });

  test('tells additions and modifications as Apply, deletions as Delete, and bookmarks as progress', () => {
    const bench = Bench.live();
    expect(bench.frame('ADDED', 'b', 11)).toBe('Apply(b@11)');
    expect(bench.frame('MODIFIED', 'b', 12)).toBe('Apply(b@12)');
    expect(bench.frame('DELETED', 'b', 13)).toBe('Delete(b@13)');
    expect(bench.bookmark('20')).toBe('Bookmark@20');
    expect(bench.bookmark('20')).toBe('-');
  });

  test('goes on from the last version, bookmarks included, when the server ends a watch', () => {
    const bench = Bench.live();
    bench.frame('ADDED', 'b', 11);
    bench.bookmark('20');
    expect(bench.tell({ type: 'ended' })).toEqual(['watch from 20']);
  });

  test('asks the server to end each watch within the configured seconds and allows it 15 s more (kube-rs W9, client-go R18)', () => {
    const bench = Bench.connecting();
    expect(bench.machine.status(0).phase).toBe('connecting');
    expect(Bench.connecting().effect).toMatchObject({ params: { timeoutSeconds: 240 }, deadlineMs: 255_000 });
  });
});

describe('the verdict on a live watch', () => {
  test.each<[string, BenchReport, string[]]>([
    [
      '410 in the stream starts over from a consistent list at once',
      failed(gone),
      ['Interrupted(expired #1 0)', 'wait 0', 'list'],
    ],
    [
      '410 as Gone without a code is the same',
      failed(new ApiError('', { status: { reason: 'Gone' } })),
      ['Interrupted(expired #1 0)', 'wait 0', 'list'],
    ],
    [
      'a version too large waits as long as told, then lists consistently',
      failed(tooLarge),
      ['Interrupted(tooLarge #1 1000)', 'wait 1000', 'list'],
    ],
    [
      '429 waits as long as told and watches again without a list',
      failed(busy),
      ['Interrupted(throttled #1 7000)', 'wait 7000', 'watch from 10'],
    ],
    [
      '503 watches again after the delay',
      failed(status(503, 'ServiceUnavailable')),
      ['Interrupted(throttled #1 400)', 'wait 400', 'watch from 10'],
    ],
    [
      'a reset connection watches again at once',
      failed(reset),
      ['Interrupted(retry #1 0)', 'wait 0', 'watch from 10'],
    ],
    [
      '500 watches again at once',
      failed(status(500, 'InternalError')),
      ['Interrupted(faulty #1 0)', 'wait 0', 'watch from 10'],
    ],
    [
      'a garbage line watches again at once',
      failed(new DecodeError('', { fault: 'malformed' })),
      ['Interrupted(faulty #1 0)', 'wait 0', 'watch from 10'],
    ],
    [
      'an object without a version lists again, from what was seen',
      failed(new DecodeError('', { fault: 'protocol' })),
      ['Interrupted(violation #1 0)', 'wait 0', 'list from 10'],
    ],
    [
      '403 watches on until it is allowed',
      failed(status(403, 'Forbidden')),
      ['Interrupted(denied #1 0)', 'wait 0', 'watch from 10'],
    ],
    [
      '404 lists until the resource exists',
      failed(status(404, 'NotFound')),
      ['Interrupted(missing #1 400)', 'wait 400', 'list from 10'],
    ],
    [
      'an end at once and without a frame is damped',
      { type: 'ended' },
      ['Interrupted(damped #1 400)', 'wait 400', 'watch from 10'],
    ],
    [
      'silence beyond the deadline watches again at once',
      { type: 'overdue', idleMs: 255_000 },
      ['Interrupted(silent #1 0)', 'wait 0', 'watch from 10'],
    ],
  ])('%s', (_sentence, report, expected) => {
    const bench = Bench.live();
    const told = bench.tell(report);
    expect([...told, ...(bench.effect?.type === 'wait' ? bench.wake() : [])]).toEqual(expected);
  });

  test('a watch that outlives its deadline but still sends is merely opened anew', () => {
    const bench = Bench.live();
    bench.frame('ADDED', 'a', 11);
    expect(bench.tell({ type: 'overdue', idleMs: 10 })).toEqual(['watch from 11']);
  });

  test('silence is told also where all watchdogs are short', () => {
    const whole = Bench.live({ watchSeconds: { min: 5, max: 5 }, watchGraceMs: 1000 });
    expect(whole.tell({ type: 'overdue', idleMs: 6000 })[0]).toBe('Interrupted(silent #1 0)');
    const part = Bench.live();
    part.bookmark('20');
    expect(part.tell({ type: 'overdue', idleMs: 59_999 })).toEqual(['watch from 20']);
    const rest = Bench.live();
    rest.bookmark('20');
    expect(rest.tell({ type: 'overdue', idleMs: 60_000 })[0]).toBe('Interrupted(silent #1 0)');
  });

  test('an empty watch that lasted as long as it was asked to is none that ended at once', () => {
    const bench = Bench.live({ watchSeconds: { min: 2, max: 2 } });
    bench.now += 1999;
    expect(bench.tell({ type: 'ended' })).toEqual(['watch from 10']);
  });
});

describe('the verdict on a request for a watch', () => {
  test.each<[string, Error, string[]]>([
    ['410 lists consistently (kube-rs W3)', gone, ['Interrupted(expired #1 0)', 'wait 0', 'list']],
    [
      'a server that is not there is tried again at once, without a list',
      reset,
      ['Interrupted(retry #1 0)', 'wait 0', 'watch from 10'],
    ],
    ['429 tries again when told', busy, ['Interrupted(throttled #1 7000)', 'wait 7000', 'watch from 10']],
    [
      'a login page is no Kubernetes',
      loginPage,
      ['Interrupted(notKubernetes #1 0)', 'wait 0', 'watch from 10'],
    ],
  ])('%s', (_sentence, error, expected) => {
    const bench = Bench.connecting();
    expect([...bench.tell(failed(error)), ...bench.wake()]).toEqual(expected);
  });

  test('errors of the server lead to a list from what was seen, and then to one without a version', () => {
    const bench = Bench.connecting();
    const asked = Array.from({ length: 5 }, () => {
      bench.tell(failed(status(500, 'InternalError')));
      return bench.wake().join();
    });
    expect(asked).toEqual(['watch from 10', 'watch from 10', 'list from 10', 'list', 'list']);
  });

  test.each<[string, Error, boolean]>([
    ['that is not there is woken by one that is answered', reset, true],
    ['that fails is not', status(500, 'InternalError'), false],
  ])('a wait for a server %s', (_title, error, isWakeable) => {
    const bench = Bench.connecting();
    bench.tell(failed(error));
    expect(bench.effect?.type === 'wait' && bench.effect.grantedInMs !== undefined).toBe(isWakeable);
  });

  test('no outage, however long, is a reason for a list', () => {
    const bench = Bench.connecting();
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      bench.tell(failed(reset));
      expect(bench.wake()).toEqual(['watch from 10']);
    }
  });
});

describe('the verdict on a list', () => {
  test.each<[string, Error, string[]]>([
    ['a server that is not there is asked again', reset, ['Interrupted(retry #1 0)', 'wait 0', 'list']],
    [
      '403 is asked again until it is allowed',
      status(403, 'Forbidden'),
      ['Interrupted(denied #1 0)', 'wait 0', 'list'],
    ],
    [
      '404 is asked again until the resource exists',
      status(404, 'NotFound'),
      ['Interrupted(missing #1 400)', 'wait 400', 'list'],
    ],
    [
      'a cut body is asked for again',
      new DecodeError('', { fault: 'malformed' }),
      ['Interrupted(faulty #1 0)', 'wait 0', 'list'],
    ],
  ])('%s', (_sentence, error, expected) => {
    const bench = Bench.listing();
    expect([...bench.tell(failed(error)), ...bench.wake()]).toEqual(expected);
  });

  test('a page that failed is asked for again, without starting over', () => {
    const bench = Bench.listing();
    bench.tell({ type: 'page', list: page(10, [encoded('a', 5)], 'p2') });
    expect([...bench.tell(failed(reset)), ...bench.wake()]).toEqual([
      'Interrupted(retry #1 0)',
      'wait 0',
      'list page p2',
    ]);
    expect(bench.tell({ type: 'page', list: page(10, []) })).toEqual(['InitDone@10', 'watch from 10']);
  });

  test('an expired page token costs one whole list, announced anew (kube-rs W7, client-go R16)', () => {
    const bench = Bench.listing();
    bench.tell({ type: 'page', list: page(10, [encoded('a', 5)], 'p2') });
    expect(bench.tell(failed(gone))).toEqual(['list unpaged']);
    expect(bench.tell({ type: 'page', list: page(30, [encoded('b', 29)]) })).toEqual([
      'Init',
      'InitApply(b@29)',
      'InitDone@30',
      'watch from 30',
    ]);
  });

  test('a page that is followed by itself is no page, or its list would go on for ever', () => {
    const bench = Bench.listing();
    bench.tell({ type: 'page', list: page(10, [encoded('a', 5)], 'p2') });
    expect(bench.tell({ type: 'page', list: page(10, [encoded('b', 6)], 'p2') })).toEqual([
      'InitApply(b@6)',
      'Interrupted(violation #1 0)',
      'wait 0',
    ]);
    expect(bench.wake()).toEqual(['list unpaged']);
  });

  test('a page that comes again, each time with another token, is given up', () => {
    const bench = Bench.listing();
    bench.tell({ type: 'page', list: page(10, [encoded('a', 5), encoded('b', 6)], 'p2') });
    const again = bench.tell({ type: 'page', list: page(10, [encoded('a', 5), encoded('b', 6)], 'p3') });
    expect(again).toEqual(['InitApply(a@5)', 'InitApply(b@6)', 'Interrupted(violation #1 0)', 'wait 0']);
    expect(bench.wake()).toEqual(['list unpaged']);
  });

  test('pages that go back are given up, and all lists that follow are asked for in one page', () => {
    const bench = Bench.listing();
    bench.tell({ type: 'page', list: page(10, [encoded('c', 5), encoded('d', 5)], 'p2') });
    const back = bench.tell({ type: 'page', list: page(10, [encoded('a', 6), encoded('b', 6)], 'p3') });
    expect(back.slice(2)).toEqual(['Interrupted(violation #1 0)', 'wait 0']);
    expect(bench.wake()).toEqual(['list unpaged']);
    const whole = page(
      10,
      ['c', 'd', 'a', 'b'].map((name) => encoded(name, 6)),
    );
    expect(bench.tell({ type: 'page', list: whole }).at(-1)).toBe('watch from 10');
    bench.tell(failed(gone));
    expect(bench.wake()).toEqual(['list unpaged']);
  });

  test('a server that pages unasked is read page by page, and its expired pages are no haste', () => {
    const bench = Bench.listing();
    bench.tell({ type: 'page', list: page(10, [encoded('b', 5)], 'p2') });
    bench.tell({ type: 'page', list: page(10, [encoded('a', 6)], 'p3') });
    expect(bench.wake()).toEqual(['list unpaged']);
    bench.tell({ type: 'page', list: page(10, [encoded('a', 6)], 'q2') });
    expect(bench.effect).toMatchObject({ type: 'list', params: { continue: 'q2' } });
    expect(bench.effect).not.toHaveProperty('params.limit');
    expect(bench.tell(failed(gone))[0]).toMatch(/^Interrupted\(expired/);
  });

  test('pages without objects, each with another token, are given up after three', () => {
    const bench = Bench.listing();
    let pages = 0;
    while (bench.effect?.type !== 'wait' && pages < 1000) {
      pages += 1;
      bench.tell({ type: 'page', list: page(10, [], `p${pages}`) });
    }
    expect(pages).toBe(4);
    expect(bench.machine.status(0).lastError?.message).toContain('4 pages in a row hold no object');
    expect(bench.wake()).toEqual(['list unpaged']);
  });

  describe('pages of ever higher keys, each with another token', () => {
    /** Answers pages of so many objects until `isOver`; how many. */
    function answer(bench: Bench, objects: number, isOver: (pages: number) => boolean): number {
      let pages = 0;
      for (; !isOver(pages); pages += 1) {
        const name = (at: number): string => `o-${String(pages * objects + at).padStart(9, '0')}`;
        const items = Array.from({ length: objects }, (_, at) => encoded(name(at), 5));
        bench.tell({ type: 'page', list: page(10, items, `p${pages}`) });
        if (bench.effect?.type === 'wait' && !isOver(pages + 1)) bench.wake();
      }
      return pages;
    }

    test('are given up after ten in a row that have fewer objects than were asked for', () => {
      const bench = Bench.listing();
      expect(answer(bench, 99, () => bench.effect?.type === 'wait')).toBe(11);
      expect(bench.machine.status(0).lastError?.message).toContain('11 pages in a row hold fewer objects');
      expect(bench.wake()).toEqual(['list unpaged']);
    });

    test('are asked for as fast as they come where they are full', () => {
      const bench = new Bench({ pageSize: 3 });
      bench.tell({ type: 'start' });
      expect(answer(bench, 3, (pages) => pages === 500)).toBe(500);
      expect([bench.now, bench.kind]).toEqual([0, 'listing']);
    });

    test('are counted in a row', () => {
      const bench = new Bench({ pageSize: 3 });
      bench.tell({ type: 'start' });
      for (let round = 0; round < 3; round += 1)
        for (let short = 9; short >= 0; short -= 1) {
          const at = `${round}-${short === 0 ? 'z' : 9 - short}`;
          const items = Array.from({ length: short === 0 ? 3 : 1 }, (_, index) =>
            encoded(`${at}${index}`, 5),
          );
          bench.tell({ type: 'page', list: page(10, items, `p${at}`) });
        }
      expect(bench.machine.status(0).counters.violations).toBe(0);
    });

    test('are read on unasked, but no more than fifty a minute where they hold hardly any objects', () => {
      const bench = Bench.listing();
      answer(bench, 1, () => bench.effect?.type === 'wait');
      expect(bench.wake()).toEqual(['list unpaged']);
      const before = bench.now;
      const pages = answer(bench, 1, () => bench.now - before >= 600_000);
      expect(pages).toBeGreaterThan(480);
      expect(pages).toBeLessThan(530);
      bench.tell({ type: 'page', list: page(10, [encoded('z', 5)]) });
      expect(bench.machine.status(0)).toMatchObject({ phase: 'connecting', resourceVersion: '10' });
    });

    test('are read on as fast as they come where the server fills them by a limit of its own', () => {
      const bench = Bench.listing();
      answer(bench, 100, () => bench.effect?.type === 'wait');
      expect(bench.wake()).toEqual(['list unpaged']);
      const before = bench.now;
      answer(bench, 100, (pages) => pages === 50);
      expect([bench.now, bench.kind]).toEqual([before, 'listing']);
    });
  });

  test('a relist asks for nothing older than what was seen, so that the server may use its cache (client-go R14)', () => {
    const bench = Bench.live();
    bench.tell(failed(new DecodeError('', { fault: 'protocol' })));
    bench.wake();
    expect(bench.effect).toMatchObject({
      params: { resourceVersion: '10', resourceVersionMatch: 'NotOlderThan' },
    });
  });

  test('a relist whose version the server does not know is made consistently', () => {
    const bench = Bench.live();
    bench.tell(failed(new DecodeError('', { fault: 'protocol' })));
    bench.wake();
    bench.tell(failed(tooLarge));
    expect(bench.wake()).toEqual(['list']);
  });
});

describe('trouble that does not pass', () => {
  test('a balancer that resets each quiet watch after a minute makes a list every half hour, not every third', () => {
    const bench = Bench.live();
    const asked: string[] = [];
    for (let minute = 1; minute <= 32; minute += 1) {
      bench.now += 60_000;
      expect(bench.tell(failed(reset))).toEqual(['Interrupted(retry #1 0)', 'wait 0']);
      asked.push(...bench.wake());
      if (asked.at(-1) === 'list from 10') break;
      bench.tell({ type: 'opened' });
    }
    expect(new Set(asked.slice(0, -1))).toEqual(new Set(['watch from 10']));
    expect(asked.length).toBeGreaterThanOrEqual(30);
    expect(asked.at(-1)).toBe('list from 10');
  });

  test('three failures of the server at one version make a list (client-go R10)', () => {
    const bench = Bench.live();
    for (const expected of ['watch from 10', 'watch from 10', 'list from 10']) {
      bench.tell(failed(status(500, 'InternalError')));
      expect(bench.wake()).toEqual([expected]);
      bench.tell({ type: 'opened' });
    }
  });

  test('two silences at one version make a list, since a restored server is silent for ever', () => {
    const bench = Bench.live();
    bench.tell({ type: 'overdue', idleMs: 255_000 });
    expect(bench.wake()).toEqual(['watch from 10']);
    bench.tell({ type: 'opened' });
    bench.tell({ type: 'overdue', idleMs: 255_000 });
    expect(bench.wake()).toEqual(['list from 10']);
  });

  test('progress between failures keeps the watch', () => {
    const bench = Bench.live();
    for (let version = 11; version < 20; version += 1) {
      bench.frame('ADDED', 'a', version);
      bench.tell(failed(status(500, 'InternalError')));
      expect(bench.wake()).toEqual([`watch from ${version}`]);
      bench.tell({ type: 'opened' });
    }
  });

  test.each<[string, Error, number[]]>([
    // random is 0: half of 0.8, 1.6, 3.2, … 30 s.
    [
      'double up to 30 s and stay there (client-go R7)',
      busyForNow,
      [400, 400, 800, 1600, 3200, 6400, 12_800, 15_000, 15_000],
    ],
    ['begin with none at all, where it may be passing', status(500, 'InternalError'), [0, 400, 800, 1600]],
    [
      'double with every other try, up to 10 s, while the server cannot be reached',
      reset,
      [0, 400, 566, 800, 1131, 1600, 2263, 3200, 4525, 5000, 5000],
    ],
  ])('delays %s', (_sentence, error, expected) => {
    const bench = Bench.connecting();
    expect(expected.map(() => delayOf(bench, error))).toEqual(expected);
  });

  test.each<[string, readonly Error[], number[]]>([
    ['cannot be reached', [reset], [0, 400, 566, 800]],
    ['sends a login page', [loginPage], [0, 400, 800, 1600]],
    ['knows nobody', [status(401, 'Unauthorized')], [0, 400, 800, 1600]],
    ['does not have the kind', [status(404, 'NotFound')], [400, 800, 1600, 3200]],
    ['is busy', [busyForNow], [400, 800, 1600, 3200]],
    ['fails in more ways than one', [gone, status(500, 'InternalError')], [0, 400, 400, 400]],
  ])(
    'where a server that never answered %s, only the first try of all is followed by one at once',
    (_what, errors, expected) => {
      const bench = Bench.listing();
      expect(expected.map((_, at) => delayOf(bench, errors[at % errors.length] ?? reset))).toEqual(expected);
    },
  );

  test('a kind that is refused between healthy watches is asked for at once, each time once', () => {
    const bench = Bench.live();
    const refused = status(401, 'Unauthorized');
    expect([refused, refused, refused].map((error) => delayOf(bench, error))).toEqual([0, 400, 800]);
    bench.tell({ type: 'opened' });
    bench.now += 10_000;
    expect([refused, refused].map((error) => delayOf(bench, error))).toEqual([0, 400]);
  });

  test('the first try after trouble comes within 200 ms, spread by chance', () => {
    const bench = Bench.live();
    const { effectId } = bench.machine;
    const report = { type: 'failed', error: reset } as const;
    expect(bench.machine.handle(report, { effectId, now: 0, random: 0.75 }).effect).toMatchObject({
      delayMs: 150,
    });
  });

  test('delays shrink only after a watch that lived longer than the last of them', () => {
    const bench = Bench.connecting();
    for (let attempt = 0; attempt < 8; attempt += 1) delayOf(bench, busyForNow);
    bench.tell({ type: 'opened' });
    bench.now += 11_000;
    expect(delayOf(bench, busyForNow)).toBe(15_000);
    bench.tell({ type: 'opened' });
    bench.now += 15_001;
    expect(delayOf(bench, busyForNow)).toBe(400);
  });

  test('delays begin anew after a watch that brought news, however short it lived', () => {
    const bench = Bench.connecting();
    for (let attempt = 0; attempt < 8; attempt += 1) delayOf(bench, reset);
    bench.tell({ type: 'opened' });
    bench.frame('ADDED', 'a', 11);
    expect(delayOf(bench, reset)).toBe(0);
    bench.tell({ type: 'opened' });
    expect(delayOf(bench, reset)).toBe(400);
  });

  test('news makes no watch a good one that costs a list each time', () => {
    const bench = Bench.live();
    const delays = Array.from({ length: 5 }, (_, at) => {
      bench.frame('ADDED', 'a', 11 + at);
      const delay = delayOf(bench, new DecodeError('', { fault: 'protocol' }));
      bench.tell({ type: 'page', list: page(11 + at, []) });
      bench.tell({ type: 'opened' });
      return delay;
    });
    expect(delays).toEqual([0, 400, 800, 1600, 3200]);
  });

  test('a server that asks to wait for days is asked again after a minute, and ever later while it says so', () => {
    const bench = Bench.live();
    const days = waitFor(9_999_999);
    const delays = Array.from({ length: 5 }, () => delayOf(bench, days));
    expect(delays).toEqual([54_000, 108_000, 216_000, 270_000, 270_000]);
    bench.tell({ type: 'opened' });
    bench.frame('ADDED', 'a', 11);
    expect(delayOf(bench, days)).toBe(54_000);
  });

  test('a server that asks for two minutes again and again gets them', () => {
    const bench = Bench.live();
    const delays = [120, 120, 120, 7, 120].map((seconds) => delayOf(bench, waitFor(seconds)));
    expect(delays).toEqual([54_000, 120_000, 120_000, 7000, 54_000]);
  });

  test.each([
    ['above what the server asks for', 30, [30_000, 32_999]],
    ['below what it is believed', 3600, [54_000, 59_999]],
    ['above a minute that it asks for', 60, [60_000, 65_999]],
  ])('a Retry-After is spread by chance, %s', (_where, seconds, expected) => {
    const delays = [0, 0.9999].map((random) => {
      const { machine } = Bench.live();
      const { effectId } = machine;
      const { effect } = machine.handle(failed(waitFor(seconds)), { effectId, now: 0, random });
      return effect?.type === 'wait' ? Math.floor(effect.delayMs) : -1;
    });
    expect(delays).toEqual(expected);
  });

  test('a second 410 in a row waits longer, a 410 after an outage does not', () => {
    const bench = Bench.connecting();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      bench.tell(failed(reset));
      bench.wake();
    }
    expect(bench.tell(failed(gone))).toEqual(['Interrupted(expired #1 0)', 'wait 0']);
    bench.wake();
    bench.tell({ type: 'page', list: page(20, []) });
    expect(bench.tell(failed(gone))).toEqual(['Interrupted(expired #2 400)', 'wait 400']);
  });

  test('a 410 that takes turns with another failure costs no more lists than one that does not', () => {
    const bench = new Bench();
    bench.tell({ type: 'start' });
    let failures = 0;
    while (bench.now < 600_000) {
      if (bench.kind === 'listing') bench.tell({ type: 'page', list: page(10, []) });
      if (bench.kind === 'connecting') bench.tell(failed(failures++ % 2 === 0 ? gone : status(500, 'Error')));
      if (bench.kind === 'waiting') bench.wake();
    }
    expect(bench.machine.status(0).counters.lists).toBeLessThan(60);
  });

  test('watches that end at once are slowed down, and three times make a list (kube-rs W2)', () => {
    const bench = Bench.live();
    for (const expected of ['watch from 10', 'watch from 10', 'list from 10']) {
      bench.tell({ type: 'ended' });
      expect(bench.wake()).toEqual([expected]);
      bench.tell({ type: 'opened' });
    }
  });

  test('watches that end at once with what is known already are slowed down, too', () => {
    const bench = Bench.live();
    while (bench.now < 600_000) {
      bench.bookmark('10');
      bench.tell({ type: 'ended' });
      if (bench.effect?.type === 'wait') bench.wake();
      bench.tell({ type: 'opened' });
    }
    const { watches, lists } = bench.machine.status(0).counters;
    expect(watches).toBeLessThan(60);
    expect(lists).toBe(1);
  });

  test('whatever a server does, no more than 75 watches a minute are started after the first ten', () => {
    const bench = Bench.live();
    let version = 11;
    while (bench.now < 600_000) {
      bench.frame('ADDED', 'a', version++);
      bench.tell({ type: 'ended' });
      if (bench.effect?.type === 'wait') bench.wake();
      bench.tell({ type: 'opened' });
      bench.now += 1;
    }
    expect(bench.machine.status(0).counters.watches).toBeLessThanOrEqual(10 + 750 + 1);
    expect(bench.machine.status(0).counters.watches).toBeGreaterThan(700);
  });
});

describe('versions', () => {
  test('a frame that comes twice in a row is dropped and counted', () => {
    const bench = Bench.live();
    bench.frame('MODIFIED', 'b', 12);
    expect(bench.frame('MODIFIED', 'b', 12)).toBe('-');
    expect(bench.machine.status(0).counters).toMatchObject({ duplicates: 1, violations: 0 });
  });

  test('versions are ordered as numbers of any length', () => {
    const bench = Bench.connecting('99999999999999999998');
    bench.tell({ type: 'opened' });
    expect(bench.frame('ADDED', 'b', '99999999999999999999')).toBe('Apply(b@99999999999999999999)');
    expect(bench.frame('ADDED', 'b', '100000000000000000000')).toBe('Apply(b@100000000000000000000)');
    expect(bench.frame('ADDED', 'b', '99999999999999999998')).toContain('Interrupted(violation');
  });

  test('a list older than what was seen is believed only when the two after it say the same', () => {
    const bench = Bench.live();
    bench.tell(failed(gone));
    bench.wake();
    expect(bench.tell({ type: 'page', list: page(4, [encoded('a', 3)]) })).toEqual([
      'Init',
      'InitApply(a@3)',
      'Interrupted(regressed #2 10000)',
      'wait 10000',
    ]);
    expect(bench.machine.status(0).epoch).toBe(0);
    expect(bench.wake()).toEqual(['list']);
    expect(bench.tell({ type: 'page', list: page(4, [encoded('a', 3)]) })).toEqual([
      'Init',
      'InitApply(a@3)',
      'Interrupted(regressed #3 20000)',
      'wait 20000',
    ]);
    expect(bench.machine.status(0).epoch).toBe(0);
    expect(bench.wake()).toEqual(['list']);
    expect(bench.tell({ type: 'page', list: page(6, [encoded('a', 3)]) })).toEqual([
      'Init',
      'InitApply(a@3)',
      'InitDone@6',
      'watch from 6',
    ]);
    expect(bench.machine.status(0).epoch).toBe(1);
  });

  test('a stale answer between good ones changes nothing', () => {
    const bench = Bench.live();
    bench.tell(failed(gone));
    bench.wake();
    bench.tell({ type: 'page', list: page(4, []) });
    bench.wake();
    expect(bench.tell({ type: 'page', list: page(11, []) })).toEqual([
      'Init',
      'InitDone@11',
      'watch from 11',
    ]);
    expect(bench.machine.status(0).epoch).toBe(0);
  });
});

describe('what comes late or never', () => {
  test('an answer to an older attempt is ignored', () => {
    const bench = Bench.live();
    const old = bench.machine.effectId;
    bench.tell(failed(reset));
    expect(bench.tell({ type: 'ended' }, old)).toEqual([]);
    expect(bench.tell({ type: 'page', list: page(99, []) }, old)).toEqual([]);
    expect(bench.frame('ADDED', 'b', 50)).toBe('-');
    expect(bench.machine.status(0).resourceVersion).toBe('10');
  });

  test.each([
    ['listing', () => Bench.listing()],
    ['connecting', () => Bench.connecting()],
    ['live', () => Bench.live()],
  ])('nothing follows a stop while %s', (_phase, make) => {
    const bench = make();
    const { effectId } = bench.machine;
    expect(bench.tell({ type: 'stop' })).toEqual([]);
    for (const report of [failed(reset), { type: 'ended' }, { type: 'opened' }, { type: 'alarm' }] as const) {
      expect(bench.tell(report)).toEqual([]);
      expect(bench.tell(report, effectId)).toEqual([]);
    }
    expect(bench.frame('ADDED', 'b', 50)).toBe('-');
    expect(bench.machine.status(0).phase).toBe('stopped');
  });

  test('a bookmark is only missed once this watch was sent one: the next one may have no news to tell', () => {
    const bench = Bench.live();
    const lookInMs = (): number => bench.machine.lookAt(bench.machine.effectId) - bench.now;
    for (let version = 20; version < 30; version += 1) {
      bench.now += version % 2 ? 1000 : 119_000;
      bench.frame('MODIFIED', 'a', version);
    }
    const irregularMs = lookInMs();
    expect(irregularMs).toBeGreaterThan(300_000);
    bench.now += 1000;
    bench.bookmark('30');
    expect(lookInMs()).toBe(90_000);
    bench.now += 1000;
    bench.tell({ type: 'ended' });
    bench.tell({ type: 'opened' });
    expect(lookInMs()).toBeGreaterThan(300_000);
  });
});

describe('the status', () => {
  test('tells the trouble and the next try, and is clean again when the watch is open', () => {
    const bench = Bench.live();
    expect(bench.machine.status(0)).toMatchObject({
      phase: 'live',
      synced: true,
      resourceVersion: '10',
      attempt: 0,
    });
    bench.now = 20_000;
    bench.tell(failed(reset));
    expect(bench.machine.status(1_000_000)).toMatchObject({
      phase: 'waiting',
      synced: true,
      attempt: 1,
      lastError: reset,
      nextRetryAt: 1_020_000,
      since: 1_020_000,
    });
    bench.wake();
    bench.tell({ type: 'opened' });
    expect(bench.machine.status(0).lastError).toBeUndefined();
    expect(bench.machine.status(0).attempt).toBe(0);
  });

  test('counts lists, watches, relists and expiries', () => {
    const bench = Bench.live();
    bench.tell(failed(gone));
    bench.wake();
    bench.tell({ type: 'page', list: page(20, []) });
    expect(bench.machine.status(0).counters).toMatchObject({ lists: 2, watches: 2, relists: 1, expired: 1 });
  });
});
