import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ContainerLog, type ContainerLogEffect } from '../../src/logs/container-log.ts';
import { LogPosition, timedLine } from '../../src/logs/log-position.ts';

const machine = (follow = true, tailLines?: number): ContainerLog =>
  new ContainerLog({ container: 'web', follow, first: tailLines === undefined ? {} : { tailLines } });

const runs = (restarts: number) => ({ restarts, hasStarted: true, isRunning: true });
const ended = (restarts: number) => ({ restarts, hasStarted: true, isRunning: false });
const notYet = { restarts: 0, hasStarted: false, isRunning: false };

function tell(effect: ContainerLogEffect | undefined): string {
  if (!effect) return 'nothing';
  if (effect.type !== 'read') return effect.type === 'retry' ? `retry ${effect.attempt}` : effect.type;
  const { previous, sinceTime, tailLines, follow } = effect.params;
  const from = sinceTime ?? (tailLines === undefined ? 'start' : `tail ${tailLines}`);
  return `read ${previous ? 'previous ' : ''}from ${from}${follow ? ' on' : ''}`;
}

const line = (log: ContainerLog, text: string): boolean => {
  log.progress();
  return log.position.accept(timedLine(text));
};

describe('the log of a container that is followed', () => {
  test('is read when the container has begun', () => {
    const log = machine();
    expect(tell(log.observe(notYet, false))).toBe('nothing');
    expect(tell(log.observe(runs(0), false))).toBe('read from start on');
    expect(tell(log.observe(runs(0), false))).toBe('nothing');
  });

  test('goes on after a break where it was, and waits longer after each that brings nothing', () => {
    const log = machine(true, 10);
    expect(tell(log.observe(runs(0), false))).toBe('read from tail 10 on');
    expect(tell(log.failed('passing'))).toBe('retry 0');
    expect(tell(log.alarm())).toBe('read from tail 10 on');
    line(log, '2026-01-01T00:00:00.5Z a');
    expect(tell(log.failed('passing'))).toBe('retry 0');
    // It may have been restarted, and nobody has said so yet.
    expect(tell(log.alarm())).toBe('read previous from 2026-01-01T00:00:00.5Z');
    expect(tell(log.failed('missing'))).toBe('read from 2026-01-01T00:00:00.5Z on');
    expect(tell(log.failed('passing'))).toBe('retry 1');
    expect(tell(log.alarm())).toBe('read previous from 2026-01-01T00:00:00.5Z');
    expect(tell(log.failed('passing'))).toBe('retry 2');
    expect(tell(log.alarm())).toBe('read previous from 2026-01-01T00:00:00.5Z');
    expect(tell(log.ended())).toBe('read from 2026-01-01T00:00:00.5Z on');
  });

  test('is read again where it ended though the container runs: something in between may have closed it', () => {
    const log = machine();
    log.observe(runs(0), false);
    expect(tell(log.ended())).toBe('retry 0');
    // The status was late: no need to wait.
    expect(tell(log.observe(ended(0), false))).toBe('read from start on');
    expect(tell(log.ended())).toBe('nothing');
    expect(tell(log.observe(runs(1), false))).toBe('read from start on');
  });

  test('brings the rest of the run before, then the new one, when a restart came during a break', () => {
    const log = machine();
    log.observe(runs(0), false);
    line(log, '2026-01-01T00:00:00.5Z a');
    log.failed('passing');
    log.observe(runs(1), false);
    expect(tell(log.alarm())).toBe('read previous from 2026-01-01T00:00:00.5Z');
    expect(tell(log.ended())).toBe('read from 2026-01-01T00:00:00.5Z on');
  });

  test('goes on with the new run where the server no longer has the one before', () => {
    const log = machine();
    log.observe(runs(0), false);
    log.failed('passing');
    log.observe(runs(1), false);
    expect(tell(log.alarm())).toBe('read previous from start');
    expect(tell(log.failed('missing'))).toBe('read from start on');
  });

  test('is left only after three refusals where it was read before, and never while its Pod is only not found', () => {
    const log = machine();
    log.observe(runs(0), false);
    line(log, '2026-01-01T00:00:00.5Z a');
    expect(tell(log.failed('refused'))).toBe('retry 0');
    log.alarm();
    expect(tell(log.failed('refused'))).toBe('retry 1');
    log.alarm();
    expect(tell(log.ended())).toBe('read from 2026-01-01T00:00:00.5Z on');
    for (let at = 0; at < 5; at += 1) {
      expect(tell(log.failed('missing'))).toBe(`retry ${2 + at}`);
      log.alarm();
      log.ended();
    }
    const told: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      told.push(tell(log.failed('refused')));
      log.alarm();
    }
    expect(told).toEqual(['retry 7', 'retry 8', 'leave']);
  });

  test('is left where it is refused, and when the Pod has finished and was read', () => {
    const refused = machine();
    refused.observe(runs(0), false);
    expect(tell(refused.failed('refused'))).toBe('leave');
    const finished = machine();
    finished.observe(ended(0), true);
    expect(tell(finished.ended())).toBe('leave');
  });

  test('is given up after a few tries when its Pod has gone', () => {
    const log = machine();
    log.observe(runs(0), false);
    log.gone();
    const told: string[] = [];
    for (let at = 0; at < 4; at += 1) told.push(tell(log.failed('passing')), tell(log.alarm()));
    expect(told.filter((each) => each === 'leave')).toEqual(['leave']);
    expect(log.state.type).toBe('over');
  });
});

test('the log of a container that is not followed is read once', () => {
  const log = machine(false);
  expect(tell(log.observe(ended(3), false))).toBe('read from start');
  expect(tell(log.ended())).toBe('leave');
  expect(tell(machine(false).observe(notYet, false))).toBe('leave');
});

test('a machine never has two things to do at once, and never comes back from its end', () => {
  const input = fc.oneof(
    fc.record({
      type: fc.constant('observe' as const),
      restarts: fc.nat(3),
      is: fc.constantFrom(runs, ended),
      last: fc.boolean(),
    }),
    fc.constantFrom(
      ...(['ended', 'passing', 'refused', 'missing', 'alarm', 'gone'] as const).map((type) => ({ type })),
    ),
  );
  fc.assert(
    fc.property(fc.array(input, { maxLength: 40 }), (inputs) => {
      const log = machine();
      let isOver = false;
      for (const each of inputs) {
        const before = log.state.type;
        const effect =
          each.type === 'observe'
            ? log.observe(each.is(each.restarts), each.last)
            : each.type === 'ended' || each.type === 'alarm' || each.type === 'gone'
              ? log[each.type]()
              : log.failed(each.type);
        if (isOver) expect([effect, log.state.type]).toEqual([undefined, 'over']);
        isOver ||= log.state.type === 'over';
        // A request that is open is never joined by another.
        if (effect?.type === 'read' && before === 'reading')
          expect(['ended', 'passing', 'refused', 'missing']).toContain(each.type);
        if (effect?.type === 'read') expect(log.state.type).toBe('reading');
        if (effect?.type === 'leave') expect(log.state.type).toBe('over');
      }
    }),
  );
});

describe('a position', () => {
  const at = (nanos: number): string => `2026-01-01T00:00:00.${String(nanos).padStart(9, '0')}Z`;

  test('neither loses nor repeats a line, wherever reading broke off and however times coincide', () => {
    const times = fc.array(fc.nat(3), { maxLength: 30 }).map((each) => each.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, fc.array(fc.nat(30), { maxLength: 4 }), (written, breaks) => {
        const all = written.map((nanos, index) => `${at(nanos)} line ${index}`);
        const position = new LogPosition();
        const read: string[] = [];
        for (const most of [...breaks, all.length]) {
          position.resume();
          for (const text of all.slice(0, most)) if (position.accept(timedLine(text))) read.push(text);
        }
        expect(read).toEqual(all);
      }),
    );
  });

  test.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000000001Z'],
    ['2026-01-01T00:00:00.09Z', '2026-01-01T00:00:00.1Z'],
    ['2026-01-01T01:00:00.5+01:00', '2026-01-01T00:00:00.6Z'],
  ])('knows that %s is before %s', (early, late) => {
    const position = new LogPosition();
    position.accept(timedLine(`${late} b`));
    position.resume();
    expect(position.accept(timedLine(`${early} a`))).toBe(false);
  });

  test('leaves a line without a time as it is', () => {
    expect(timedLine('no time here')).toEqual({ time: undefined, text: 'no time here' });
    expect(timedLine('2026-01-01T00:00:00Z ')).toEqual({ time: '2026-01-01T00:00:00Z', text: '' });
  });
});
