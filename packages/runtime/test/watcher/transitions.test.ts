// Every state of the machine against every report and every verdict. The tables are typed by these unions, so that a
// missing cell does not compile.

import { describe, expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { DecodeError, type DynamicObject } from '@kube-rx/core';
import { classify, type Verdict, WatchError } from '../../src/watcher/classify.ts';
import type { Frame, Report } from '../../src/watcher/message.ts';
import type { State } from '../../src/watcher/state.ts';
import { Bench, busy, failed, gone, reset, status, tooLarge } from '../support/machine-bench.ts';
import { encoded, page } from '../support/objects.ts';

type StateKind = State<DynamicObject>['kind'];
/** What the driver reports. */
type InputKind = Exclude<Report<DynamicObject>['type'], Frame<DynamicObject>['type']> | 'frame' | 'bookmark';
/** The events, the effect, and the next state; `-` for none. */
type Cell = string;

const states: Readonly<Record<StateKind, () => Bench>> = {
  idle: () => new Bench(),
  listing: () => Bench.listing(),
  streaming: () => {
    const bench = new Bench({}, 'stream');
    bench.tell({ type: 'start' });
    bench.tell({ type: 'opened' });
    return bench;
  },
  connecting: () => Bench.connecting(),
  live: () => Bench.live(),
  probing: () => {
    const bench = Bench.live();
    // Silent watches that end early: the server may have been away.
    for (let silent = 0; silent < 2; silent += 1) {
      bench.now += 60_000;
      bench.tell({ type: 'ended' });
      if (silent === 0) bench.tell({ type: 'opened' });
    }
    return bench;
  },
  waiting: () => {
    const bench = Bench.connecting();
    bench.tell(failed(reset));
    return bench;
  },
  stopped: () => {
    const bench = Bench.live();
    bench.tell({ type: 'stop' });
    return bench;
  },
};

const inputs: Readonly<Record<InputKind, (bench: Bench) => readonly string[]>> = {
  start: (bench) => bench.tell({ type: 'start' }),
  opened: (bench) => bench.tell({ type: 'opened' }),
  ended: (bench) => bench.tell({ type: 'ended' }),
  alarm: (bench) => bench.tell({ type: 'alarm' }),
  stop: (bench) => bench.tell({ type: 'stop' }),
  page: (bench) => bench.tell({ type: 'page', list: page(12, [encoded('a', 11)]) }),
  endMark: (bench) => bench.tell({ type: 'endMark', resourceVersion: '12' }),
  failed: (bench) => bench.tell(failed(reset)),
  drifted: (bench) => bench.tell({ type: 'drifted', error: errors.drifted }),
  overdue: (bench) => bench.tell({ type: 'overdue', idleMs: 300_000 }),
  frame: (bench) => [bench.frame('ADDED', 'a', 11)],
  bookmark: (bench) => [bench.bookmark('12')],
  look: (bench) => {
    bench.now += 50_000;
    return bench.tell({ type: 'look' });
  },
  standstill: (bench) => bench.tell({ type: 'standstill' }),
  items: (bench) => bench.slice(encoded('a', 11)),
  historyReplaced: (bench) => bench.tell({ type: 'historyReplaced', resourceVersion: '5', akin: true }),
  historyKept: (bench) => bench.tell({ type: 'historyKept', since: 0 }),
  historyDoubted: (bench) => bench.tell({ type: 'historyDoubted' }),
  undecodable: (bench) =>
    bench.tell({
      type: 'undecodable',
      error: new DecodeError('', { fault: 'protocol', object: { key: 'shop/a', resourceVersion: '11' } }),
    }),
};

const stop = 'stopped';
const ignored = {
  start: '-',
  opened: '-',
  ended: '-',
  alarm: '-',
  stop,
  page: '-',
  endMark: '-',
  failed: '-',
  drifted: '-',
  overdue: '-',
  frame: '-',
  bookmark: '-',
  look: '-',
  standstill: '-',
  items: '-',
  undecodable: '-',
  historyReplaced: '-',
  historyKept: '-',
  historyDoubted: '-',
} as const satisfies Record<InputKind, Cell>;

const table = {
  idle: { ...ignored, start: 'list: listing' },
  listing: {
    ...ignored,
    page: 'Init, InitApply(a@11), InitDone@12, watch from 12: connecting',
    failed: 'Interrupted(retry #1 0), wait 0: waiting',
    items: 'Init, InitApply(a@11)',
  },
  streaming: {
    ...ignored,
    // A second head of the same answer cannot come. If it is reported, a new initial state begins.
    opened: 'Init',
    ended: 'Interrupted(damped #1 400), wait 400: waiting',
    endMark: 'InitDone@12: live',
    failed: 'Interrupted(retry #1 0), wait 0: waiting',
    overdue: 'Interrupted(silent #1 0), list: listing',
    frame: 'InitApply(a@11)',
    undecodable: 'Skipped(shop/a)',
  },
  connecting: {
    ...ignored,
    opened: ': live',
    historyReplaced: 'Interrupted(regressed #1 0), wait 0: waiting',
    failed: 'Interrupted(retry #1 0), wait 0: waiting',
  },
  live: {
    ...ignored,
    historyReplaced: 'Interrupted(regressed #1 0), wait 0: waiting',
    ended: 'Interrupted(damped #1 400), wait 400: waiting',
    failed: 'Interrupted(retry #1 0), wait 0: waiting',
    drifted: 'Interrupted(drifted #1 400), wait 400: waiting',
    overdue: 'Interrupted(silent #1 0), wait 0: waiting',
    look: 'second watch from 10',
    frame: 'Apply(a@11)',
    bookmark: 'Bookmark@12',
    undecodable: 'Skipped(shop/a)',
  },
  probing: {
    ...ignored,
    historyReplaced: 'Interrupted(regressed #1 0), wait 0: waiting',
    page: 'watch from 10: connecting',
    failed: 'Interrupted(retry #1 0), wait 0: waiting',
  },
  waiting: { ...ignored, alarm: 'watch from 10: connecting' },
  stopped: { ...ignored, stop: '-' },
} as const satisfies Record<StateKind, Record<InputKind, Cell>>;

const stateKinds = Object.keys(states) as StateKind[];
const inputKinds = Object.keys(inputs) as InputKind[];

describe.each(stateKinds)('the machine while %s', (state) => {
  test.each(inputKinds.map((input) => [input, table[state][input]] as const))(
    'told of %s: %s',
    (input, expected) => {
      const bench = states[state]();
      expect(bench.kind).toBe(state);
      const said = inputs[input](bench).filter((each) => each !== '-');
      const then = bench.kind === state ? '' : `: ${bench.kind}`;
      expect(`${said.join(', ')}${then}` || '-').toBe(expected.replace(/^stopped$/, ': stopped'));
    },
  );
});

/** An error for each verdict. */
const errors: Readonly<Record<Verdict, Error>> = {
  retry: reset,
  faulty: status(500, 'InternalError'),
  throttled: busy,
  expired: gone,
  tooLarge,
  regressed: new WatchError('regressed', 'history went back'),
  drifted: new WatchError('drifted', 'an audit found a difference'),
  violation: new DecodeError('', { fault: 'protocol' }),
  silent: new WatchError('silent', 'nothing came'),
  damped: new WatchError('damped', 'ended at once'),
  denied: status(403, 'Forbidden'),
  missing: status(404, 'NotFound'),
  notKubernetes: new TransportError('', { code: 'NOT_KUBERNETES' }),
};

/** The request after the first failure of a request for a watch, of an open one, or of a probe: that asks the same. */
const ofAWatch = {
  retry: 'watch from 10',
  faulty: 'watch from 10',
  throttled: 'watch from 10',
  expired: 'list',
  tooLarge: 'list',
  regressed: 'watch from 10',
  drifted: 'list',
  violation: 'list from 10',
  silent: 'watch from 10',
  damped: 'watch from 10',
  denied: 'watch from 10',
  missing: 'list from 10',
  notKubernetes: 'watch from 10',
} as const satisfies Record<Verdict, string>;

/** The request after the first failure and its delay. */
const recoveries = {
  listing: {
    retry: 'list',
    faulty: 'list',
    throttled: 'list',
    expired: 'list',
    tooLarge: 'list',
    regressed: 'list',
    drifted: 'list',
    violation: 'list',
    silent: 'list',
    damped: 'list',
    denied: 'list',
    missing: 'list',
    notKubernetes: 'list',
  },
  streaming: {
    retry: 'watch',
    faulty: 'watch',
    throttled: 'watch',
    expired: 'watch',
    tooLarge: 'watch',
    regressed: 'watch',
    drifted: 'watch',
    violation: 'watch',
    silent: 'watch',
    damped: 'watch',
    denied: 'watch',
    missing: 'watch',
    notKubernetes: 'watch',
  },
  connecting: ofAWatch,
  live: ofAWatch,
  probing: ofAWatch,
} as const satisfies Record<Exclude<StateKind, 'idle' | 'waiting' | 'stopped'>, Record<Verdict, string>>;

/** What is told of a second watch that failed so: the first is merely silent, or has the same trouble. */
const secondWatches = {
  retry: 'silent',
  faulty: 'silent',
  throttled: 'silent',
  expired: 'expired',
  tooLarge: 'tooLarge',
  regressed: 'regressed',
  drifted: 'drifted',
  violation: 'violation',
  silent: 'silent',
  damped: 'silent',
  denied: 'denied',
  missing: 'missing',
  notKubernetes: 'silent',
} as const satisfies Record<Verdict, Verdict>;

describe('a failure of a second watch', () => {
  test.each(Object.entries(secondWatches) as [Verdict, Verdict][])('%s: then told %s', (verdict, told) => {
    const bench = states.live();
    bench.now = bench.machine.lookAt(bench.machine.effectId);
    bench.tell({ type: 'look' });
    const second = bench.effect?.type === 'secondWatch' ? bench.effect.id : -1;
    expect(bench.tell(failed(errors[verdict]), second)[0]).toContain(`Interrupted(${told} #1`);
    const staysBeside = told === 'silent' && verdict !== 'silent';
    expect(bench.kind).toBe(staysBeside ? 'live' : 'waiting');
  });
});

describe.each(Object.keys(recoveries) as (keyof typeof recoveries)[])('a failure while %s', (state) => {
  test.each(Object.entries(recoveries[state]) as [Verdict, string][])('%s: then %s', (verdict, next) => {
    const bench = states[state]();
    expect(classify(errors[verdict]).verdict).toBe(verdict);
    const [told] = bench.tell(failed(errors[verdict]));
    expect(told).toContain(`Interrupted(${verdict} #`);
    expect(bench.wake()).toEqual([next]);
  });
});
