// npm run simulate -- --notice [--seeds 10000] [--from 1] [--only 'a regular expression']: how soon a watcher notices, and is
// right again, as distributions over seeds, in Markdown. The same seeds give the same figures.

import { Distribution, row, seconds } from './distribution.ts';
import { idleCost, type Scenario, scenarios } from './scenarios.ts';
import { Trial } from './trial.ts';

export interface NoticeOptions {
  readonly from: number;
  readonly seeds: number;
  /** Which scenarios, by name. */
  readonly only: string;
  readonly print: (line: string) => void;
}

const columns = ['p50', 'p90', 'p99', 'max'];

/** Prints the tables. */
export async function measureNotice({ from, seeds, only, print }: NoticeOptions): Promise<void> {
  const wanted = new RegExp(only);
  print(
    row(['what', ...columns.map((each) => `noticed, ${each}`), ...columns.map((each) => `right, ${each}`)]),
  );
  print(row(['---', ...columns.map(() => '---:'), ...columns.map(() => '---:')]));
  for (const scenario of scenarios.filter(({ name }) => wanted.test(name)))
    print(await measured(scenario, { from, seeds }));
  if (!wanted.test('idle')) return;
  print('');
  print(row(['an idle watch', ...columns.map((each) => `requests a minute, ${each}`)]));
  print(row(['---', ...columns.map(() => '---:')]));
  for (const hasBookmarks of [false, true]) print(await idle(hasBookmarks, { from, seeds }));
}

type Seeds = Pick<NoticeOptions, 'from' | 'seeds'>;

async function measured(
  { title, objects, run, isCostly = false }: Scenario,
  { from, seeds }: Seeds,
): Promise<string> {
  const [noticed, right] = [new Distribution(), new Distribution()];
  for (let seed = from; seed < from + seeds; seed += isCostly ? 10 : 1) {
    const trial = new Trial({ seed, ...(objects !== undefined && { objects }) });
    const { noticedMs, rightMs } = await run(trial);
    noticed.add(noticedMs);
    right.add(rightMs);
    await trial.end();
  }
  const never = right.missing > 0 ? ` (${right.missing} of ${seeds} not right in time)` : '';
  return row([`${title}${never}`, ...cells(noticed), ...cells(right)]);
}

function cells(distribution: Distribution): readonly string[] {
  return distribution.quantiles?.map(seconds) ?? columns.map(() => '');
}

async function idle(hasBookmarks: boolean, { from, seeds }: Seeds): Promise<string> {
  const cost = new Distribution();
  for (let seed = from; seed < from + seeds; seed += 1) {
    const trial = new Trial({ seed });
    cost.add(await idleCost(trial, hasBookmarks));
    await trial.end();
  }
  const title = hasBookmarks ? 'a change each four minutes, bookmarks between' : 'nothing ever comes';
  return row([title, ...(cost.quantiles?.map((each) => each.toFixed(2)) ?? [])]);
}
