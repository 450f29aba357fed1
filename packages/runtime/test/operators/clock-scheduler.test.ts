import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '@kube-rx/core';
import {
  bufferTime,
  debounceTime,
  delay,
  interval,
  type MonoTypeOperatorFunction,
  type Observable,
  of,
  repeat,
  Subject,
  type Subscription,
  timeout,
  timestamp,
  toArray,
} from 'rxjs';
import { clockScheduler } from '../../src/operators/clock-scheduler.ts';

function watched() {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const note = (source: Observable<unknown>): Subscription =>
    source.subscribe({
      next: (value) => seen.push(`${clock.monotonic()}: ${String(value)}`),
      error: (error: unknown) => seen.push(`${clock.monotonic()}: ${String(error)}`),
      complete: () => seen.push(`${clock.monotonic()}: complete`),
    });
  return { clock, scheduler: clockScheduler(clock), seen, note };
}

describe('a clock scheduler', () => {
  test('lets debounceTime wait for silence in virtual time', async () => {
    const { clock, scheduler, seen, note } = watched();
    const source = new Subject<string>();
    note(source.pipe(debounceTime(100, scheduler)));
    source.next('a');
    await clock.advance(99);
    source.next('b');
    await clock.advance(99);
    expect(seen).toEqual([]);
    await clock.advance(1);
    expect(seen).toEqual(['199: b']);
    source.next('c');
    source.complete();
    expect(seen).toEqual(['199: b', '199: c', '199: complete']);
    expect(clock.pending).toBe(0);
  });

  test('lets an interval tick in hours of virtual time', async () => {
    const { clock, scheduler, seen, note } = watched();
    const subscription = note(interval(3_600_000, scheduler));
    await clock.advance(3 * 3_600_000);
    expect(seen).toEqual(['3600000: 0', '7200000: 1', '10800000: 2']);
    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
  });

  test('lets delay hold back each value for its own time', async () => {
    const { clock, scheduler, seen, note } = watched();
    const source = new Subject<string>();
    note(source.pipe(delay(50, scheduler)));
    source.next('a');
    await clock.advance(20);
    source.next('b');
    source.complete();
    await clock.advance(1000);
    expect(seen).toEqual(['50: a', '70: b', '70: complete']);
  });

  test('lets timeout fail, and bufferTime collect', async () => {
    const { clock, scheduler, seen, note } = watched();
    const source = new Subject<number>();
    note(source.pipe(timeout({ each: 200, scheduler })));
    note(source.pipe(bufferTime(100, scheduler)));
    source.next(1);
    source.next(2);
    await clock.advance(150);
    source.next(3);
    await clock.advance(200);
    source.complete();
    expect(seen).toEqual([
      '0: 1',
      '0: 2',
      '100: 1,2',
      '150: 3',
      '200: 3',
      '300: ',
      '350: TimeoutError: Timeout has occurred',
      '350: ',
      '350: complete',
    ]);
    expect(clock.pending).toBe(0);
  });

  test.each<[string, (scheduler: ReturnType<typeof clockScheduler>) => MonoTypeOperatorFunction<number>]>([
    ['debounceTime', (scheduler) => debounceTime(100, scheduler)],
    ['delay', (scheduler) => delay(100, scheduler)],
    ['timeout', (scheduler) => timeout({ each: 100, scheduler })],
  ])('cancels the timers of %s with the subscription', async (_name, operator) => {
    const { clock, scheduler, seen, note } = watched();
    const source = new Subject<number>();
    const subscription = note(source.pipe(operator(scheduler)));
    source.next(1);
    expect(clock.pending).toBe(1);
    seen.length = 0;
    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
    await clock.advance(1000);
    expect(seen).toEqual([]);
  });

  test("tells the clock's own time", async () => {
    const { clock, scheduler } = watched();
    expect(scheduler.now()).toBe(clock.now());
    await clock.advance(5000);
    const stamps: number[] = [];
    of('a')
      .pipe(timestamp(scheduler))
      .subscribe(({ timestamp: at }) => stamps.push(at));
    expect(stamps).toEqual([clock.now()]);
  });

  test('runs work that schedules itself again, with a state of its own for each time', async () => {
    const { clock, scheduler, seen } = watched();
    scheduler.schedule<number>(
      function (count: number) {
        seen.push(`${clock.monotonic()}: ${count}`);
        if (count < 2) this.schedule(count + 1, 10 * (count + 1));
      },
      5,
      0,
    );
    expect(seen).toEqual([]);
    await clock.advance(1000);
    expect(seen).toEqual(['5: 0', '15: 1', '35: 2']);
  });

  test('runs work of no delay as soon as time may pass, never at once', async () => {
    const { clock, scheduler, seen } = watched();
    scheduler.schedule(() => seen.push('now'));
    expect(seen).toEqual([]);
    await clock.advance(0);
    expect(seen).toEqual(['now']);
  });

  test('does not schedule again what was unsubscribed', async () => {
    const { clock, scheduler, seen } = watched();
    const action = scheduler.schedule(function () {
      seen.push('ran');
      this.unsubscribe();
      this.schedule(undefined, 10);
    });
    await clock.advance(1000);
    expect([seen, action.closed, clock.pending]).toEqual([['ran'], true, 0]);
  });

  test('gives the error of work that throws to whoever runs the clock', async () => {
    const { clock, scheduler } = watched();
    const action = scheduler.schedule(() => {
      throw new Error('bug');
    });
    await expect(clock.advance(0)).rejects.toThrow('bug');
    expect(action.closed).toBe(true);
  });

  test('lets repeat wait between its rounds', async () => {
    const { clock, scheduler, seen, note } = watched();
    note(of('a').pipe(delay(10, scheduler), repeat(3), toArray()));
    await clock.advance(1000);
    expect(seen).toEqual(['30: a,a,a', '30: complete']);
  });
});
