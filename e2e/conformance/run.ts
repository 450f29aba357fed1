/**
 * `npm run conformance`: one script of requests to the embedded API server and to the real one, compared.
 *
 *   npm run conformance                        against the committed recording of the real server; no Go needed
 *   npm run conformance -- --live              against a real server that is started for it
 *   npm run conformance -- --record [GROUP..]  writes down anew what a real server answers
 *   npm run conformance -- [--live] GROUP..    these groups of the script alone
 *
 * Exits with 1 where an answer differs and the list of accepted differences has no reason for it.
 */
import { parseArgs } from 'node:util';
import { type Accepted, accepted, reasonFor } from '../../packages/apiserver/test/conformance/accepted.ts';
import { type Difference, differences } from '../../packages/apiserver/test/conformance/compare.ts';
import { playEmbedded } from '../../packages/apiserver/test/conformance/play.ts';
import { readRecording, writeRecording } from '../../packages/apiserver/test/conformance/recording.ts';
import { groups } from '../../packages/apiserver/test/conformance/script.ts';
import type { Exchange } from '../../packages/apiserver/test/conformance/session.ts';
import { RealServers } from './real-servers.ts';

type Source = (group: string) => readonly Exchange[] | Promise<readonly Exchange[]>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { live: { type: 'boolean' }, record: { type: 'boolean' } },
});
const chosen = positionals.length > 0 ? positionals : Object.keys(groups);

if (values.record) await record();
else process.exitCode = await compareWith(values.live ? 'live' : 'recorded');

async function record(): Promise<void> {
  await using real = new RealServers();
  for (const group of chosen) {
    const exchanges = await real.play(group);
    writeRecording(group, exchanges);
    print(`${group}: ${exchanges.length} exchanges`);
  }
}

async function compareWith(kind: 'live' | 'recorded'): Promise<number> {
  if (kind === 'recorded') {
    print('The embedded server against the committed recording of kube-apiserver.');
    return compare(readRecording);
  }
  await using real = new RealServers();
  print(`The embedded server against a live kube-apiserver ${await real.version()}.`);
  return await compare((group) => real.play(group));
}

async function compare(source: Source): Promise<number> {
  const unexplained: Difference[] = [];
  const explained = new Map<Accepted, number>();
  const differing = new Set<string>();
  let requests = 0;
  for (const group of chosen) {
    const [real, embedded] = [await source(group), await playEmbedded(group)];
    requests += Math.max(real.length, embedded.length);
    for (const difference of differences(real, embedded)) {
      differing.add(`${group} ${difference.at}`);
      const reason = reasonFor(difference);
      if (reason) explained.set(reason, (explained.get(reason) ?? 0) + 1);
      else unexplained.push(difference);
    }
  }
  print(`${requests} requests in ${chosen.length} groups: ${requests - differing.size} answered the same.`);
  for (const reason of accepted) {
    const times = explained.get(reason) ?? 0;
    if (times > 0) print(`  accepted, ${times} ${times === 1 ? 'value' : 'values'}: ${reason.why}`);
  }
  for (const { request, path, real, embedded } of unexplained)
    print(
      `\n${request}\n  ${path}\n    real:     ${JSON.stringify(real)}\n    embedded: ${JSON.stringify(embedded)}`,
    );
  print(
    `${unexplained.length} ${unexplained.length === 1 ? 'value differs' : 'values differ'} without a reason.`,
  );
  return unexplained.length === 0 ? 0 : 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
