import { describe, expect, test } from '@jest/globals';
import { abortError, onAbort, VirtualClock } from '@kube-rx/core';
import type { NewHistory } from '../../src/watcher/message.ts';
import { databaseOf } from '../../src/watcher/server-version.ts';
import { type HistoryView, SharedHistory } from '../../src/watcher/shared-history.ts';
import type { OpenOptions } from '../../src/watcher/source.ts';

type Watching = [plural: string, version: string | undefined, group?: string];

/** A watcher that answers what it is told to, and keeps what it hears. Without an answer left, it never answers. */
class FakeView implements HistoryView {
  readonly clock: VirtualClock;
  readonly random = (): number => 0;
  readonly database: string;
  version: string | undefined;
  readonly asked: string[] = [];
  readonly heard: string[] = [];
  readonly answers: (string | Error)[] = [];

  constructor(clock: VirtualClock, [plural, version, group = '']: Watching) {
    this.clock = clock;
    this.database = databaseOf({ group, plural });
    this.version = version;
  }

  askVersion({ connection, signal }: Pick<OpenOptions, 'connection' | 'signal'>): Promise<string> {
    this.asked.push(`${this.clock.monotonic() / 1000} s${connection === undefined ? '' : `, ${connection}`}`);
    return new Promise((resolve, reject) => {
      onAbort(signal, () => reject(abortError(signal)));
      const answer = this.answers.shift();
      if (answer instanceof Error) reject(answer);
      else if (answer !== undefined) resolve(answer);
    });
  }

  keepHistory(since: number): void {
    this.heard.push(`kept since ${since / 1000} s`);
  }

  replaceHistory({ resourceVersion, akin }: NewHistory): void {
    this.heard.push(`replaced by ${resourceVersion}${akin ? ', akin' : ''}`);
    this.version = undefined;
  }
}

function run() {
  const clock = new VirtualClock();
  const history = new SharedHistory();
  const join = (...watching: Watching): FakeView => {
    const view = new FakeView(clock, watching);
    history.join(view);
    return view;
  };
  const doubt = (view: HistoryView): void =>
    history.note({ type: 'doubted', since: clock.monotonic() }, view);
  return { clock, history, join, doubt };
}

describe('the watchers of a client', () => {
  test('ask once, by the one of the built-in kinds that knows most, and all hear that nothing is lost', async () => {
    const { clock, join, doubt } = run();
    const quiet = join('configmaps', '90');
    const custom = join('websites', '5000', 'example.com');
    const busy = join('pods', '200');
    const events = join('events', '9000');
    await clock.advance(1000);
    for (const each of [quiet, custom, busy, events]) doubt(each);
    busy.answers.push('200');
    await clock.advance(60_000);
    expect([quiet.asked, custom.asked, busy.asked, events.asked]).toEqual([[], [], ['1 s'], []]);
    expect([quiet.heard, busy.heard]).toEqual([['kept since 1 s'], ['kept since 1 s']]);
    expect([custom.heard, events.heard]).toEqual([[], []]);
    expect(clock.pending).toBe(0);
  });

  test('all begin anew when two answers are older, also the one whose version has been passed', async () => {
    const { clock, join, doubt } = run();
    const quiet = join('configmaps', '90');
    const busy = join('pods', '200');
    const custom = join('websites', '80', 'example.com');
    const unsynced = join('secrets', undefined);
    doubt(quiet);
    busy.answers.push('120', '130');
    await clock.advance(9000);
    expect(quiet.heard).toEqual([]);
    await clock.advance(2000);
    expect(busy.asked).toEqual(['0 s', '10 s, another']);
    for (const each of [quiet, busy, unsynced]) expect(each.heard).toEqual(['replaced by 130, akin']);
    expect(custom.heard).toEqual(['replaced by 130']);
    expect(clock.pending).toBe(0);
  });

  test('all read anew when the second answer is newer: the history may have come as far again', async () => {
    const { clock, join, doubt } = run();
    const quiet = join('configmaps', '90');
    const busy = join('pods', '200');
    doubt(busy);
    busy.answers.push('190', '210');
    await clock.advance(11_000);
    for (const each of [quiet, busy]) expect(each.heard).toEqual(['replaced by 210']);
  });

  test('ask by another one where one gets no answer, and by all again where none does', async () => {
    const { clock, join, doubt } = run();
    const quiet = join('configmaps', '90');
    const busy = join('pods', '200');
    doubt(quiet);
    busy.answers.push(new Error('forbidden'), '200');
    quiet.answers.push(new Error('away'));
    await clock.advance(60_000);
    expect([busy.asked, quiet.asked]).toEqual([['0 s', '6 s'], ['2 s']]);
    expect(quiet.heard).toEqual(['kept since 6 s']);
    expect(clock.pending).toBe(0);
  });

  test('hear of a history that one of them found by itself, which does not hear it again', async () => {
    const { clock, history, join, doubt } = run();
    const quiet = join('configmaps', '90');
    const busy = join('pods', '200');
    doubt(quiet);
    await clock.advance(0);
    expect(busy.asked).toHaveLength(1);
    history.note({ type: 'replaced', resourceVersion: '130' }, quiet);
    busy.version = undefined;
    await clock.advance(60_000);
    expect([quiet.heard, busy.heard]).toEqual([[], ['replaced by 130, akin']]);
    expect(clock.pending).toBe(0);
  });

  test('of the built-in kinds only ask when a custom kind has another history', async () => {
    const { clock, history, join } = run();
    const pods = join('pods', '200');
    const found = join('websites', '3', 'example.com');
    const other = join('shops', '70', 'example.com');
    await clock.advance(1000);
    pods.answers.push('200');
    history.note({ type: 'replaced', resourceVersion: '3' }, found);
    await clock.advance(1000);
    expect([pods.heard, other.heard]).toEqual([['kept since 1 s'], ['replaced by 3, akin']]);
  });

  test('of other groups hear nothing of a group that may be of another server, while a built-in kind can be asked', async () => {
    const { clock, history, join } = run();
    const pods = join('pods', '200');
    const found = join('gauges', '3', 'aggregated.example.com');
    const fellow = join('dials', '4', 'aggregated.example.com');
    const custom = join('websites', '80', 'example.com');
    await clock.advance(1000);
    pods.answers.push('200');
    history.note({ type: 'replaced', resourceVersion: '3' }, found);
    await clock.advance(60_000);
    expect([fellow.heard, custom.heard]).toEqual([['replaced by 3, akin'], []]);
  });

  test('of other groups hear of it all the same where the built-in kinds have another history, too', async () => {
    const { clock, history, join } = run();
    const pods = join('pods', '200');
    const found = join('websites', '70', 'example.com');
    const custom = join('shops', '80', 'shops.example.com');
    pods.answers.push('120', '121');
    history.note({ type: 'replaced', resourceVersion: '3' }, found);
    await clock.advance(60_000);
    expect([pods.heard, custom.heard]).toEqual([['replaced by 121, akin'], ['replaced by 121']]);
  });

  test('of the built-in kinds are asked again where one got no answer, and a custom kind that was asked instead lost nothing', async () => {
    const { clock, join, doubt } = run();
    const pods = join('pods', '200');
    const custom = join('websites', '70', 'example.com');
    pods.answers.push(new Error('starting up'), '120', '121');
    custom.answers.push('120');
    doubt(pods);
    await clock.advance(60_000);
    expect(custom.heard).toContain('kept since 2 s');
    expect(pods.heard).toEqual(['replaced by 121, akin']);
    expect(clock.pending).toBe(0);
  });

  test('of the built-in kinds are asked again where the second question got no answer, whatever a custom kind says', async () => {
    const { clock, join, doubt } = run();
    const pods = join('pods', '200');
    const custom = join('websites', '70', 'example.com');
    pods.answers.push('120', new Error('starting up'), '121', '122');
    custom.answers.push('121');
    doubt(pods);
    await clock.advance(60_000);
    expect(pods.heard).toEqual(['replaced by 122, akin']);
    expect(clock.pending).toBe(0);
  });

  test('are asked now and then where the built-in kinds never get an answer, and custom kinds hear of theirs', async () => {
    const { clock, join, doubt } = run();
    const pods = join('pods', '200');
    const custom = join('websites', '70', 'example.com');
    for (let question = 0; question < 20; question += 1) {
      pods.answers.push(new Error('forbidden'));
      custom.answers.push('60');
    }
    doubt(pods);
    await clock.advance(15_000);
    expect(custom.heard).toEqual(['replaced by 60, akin']);
    custom.version = '60';
    await clock.advance(30 * 60_000);
    expect(custom.heard.slice(1).every((what) => what.startsWith('kept'))).toBe(true);
    expect(pods.asked.slice(-3)).toEqual(['1200 s', '1500 s', '1800 s']);
    expect([pods.asked.length, pods.heard]).toEqual([11, []]);
  });

  test('hear the second answer of a built-in kind in time, whatever a custom kind finds meanwhile', async () => {
    const { clock, history, join, doubt } = run();
    const pods = join('pods', '200');
    const custom = join('websites', '70', 'example.com');
    pods.answers.push('120', '121');
    doubt(pods);
    await clock.advance(5000);
    history.note({ type: 'replaced', resourceVersion: '3' }, custom);
    await clock.advance(6000);
    expect(pods.asked).toEqual(['0 s', '10 s, another']);
    expect(pods.heard).toEqual(['replaced by 121, akin']);
  });

  test.each(['', 'example.com'])(
    'of group "%s" do not read anew for ever where one finds it so',
    async (group) => {
      const { clock, history, join } = run();
      const found = join('gauges', '3', group);
      const other = join('dials', '4', group);
      for (let minute = 0; minute < 30; minute += 1) {
        other.answers.push('4');
        other.version = '4';
        history.note({ type: 'replaced', resourceVersion: '3' }, found);
        await clock.advance(60_000);
      }
      expect(other.heard.filter((what) => what.startsWith('replaced'))).toHaveLength(3 + 5);
    },
  );

  test('ask again by another when the one that asks leaves, and nothing goes on when the last one does', async () => {
    const { clock, history, join, doubt } = run();
    const quiet = join('configmaps', '90');
    const busy = join('pods', '200');
    doubt(quiet);
    await clock.advance(0);
    expect([busy.asked.length, quiet.asked.length]).toEqual([1, 0]);
    history.leave(busy);
    await clock.advance(0);
    expect(quiet.asked).toEqual(['0 s']);
    history.leave(quiet);
    history.leave(quiet);
    await clock.advance(60_000);
    expect([quiet.heard, quiet.asked.length, clock.pending]).toEqual([[], 1, 0]);
  });

  test('leave no timer behind while a second answer is due', async () => {
    const { clock, history, join, doubt } = run();
    const busy = join('pods', '200');
    doubt(busy);
    busy.answers.push('120');
    await clock.advance(1000);
    expect(clock.pending).toBe(1);
    history.leave(busy);
    expect(clock.pending).toBe(0);
  });
});
