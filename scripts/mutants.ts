// npm run mutants [-- --seeds 500]: breaks a copy of the runtime in small ways, one at a time, and shows
// that the simulation finds each of them. A way that is not found means that the invariants are too weak.

import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Runtime, reflectorSubject, simulate, watcherSubject } from '@kube-rx/simulation';

interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const machine = 'watcher/machine.ts';
const following = 'watcher/following.ts';
const trust = 'watcher/server-trust.ts';
const mutations: readonly Mutation[] = [
  {
    name: 'a bookmark does not move the version',
    file: following,
    from: 'knowledge.acceptFrame(frame, resourceVersion);',
    to: 'if (!isBookmark) knowledge.acceptFrame(frame, resourceVersion);',
  },
  {
    name: '410 is resumed',
    file: following,
    from: "const lost =\n    verdict === 'expired' || verdict",
    to: 'const lost =\n    verdict',
  },
  {
    name: 'a second list has no Init',
    file: 'watcher/listing.ts',
    from: 'state.begun ? [] : [new GuardedInit()]',
    to: 'state.begun || knowledge.position.synced ? [] : [new GuardedInit()]',
  },
  {
    name: 'delays are never reset',
    file: 'watcher/recovery.ts',
    from: 'this.#delayMs)) this.#failures = 0;',
    to: 'this.#delayMs)) return;',
  },
  {
    name: 'the timer is kept after the end',
    file: 'watcher/driver.ts',
    from: '    this.idleTimer.cancel();\n',
    to: '    if (!this.#closed) this.idleTimer.cancel();\n',
  },
  {
    name: 'the request is kept after the end',
    file: 'watcher/driver.ts',
    from: '    this.#abort.abort();\n',
    to: '    if (!this.#closed) this.#abort.abort();\n',
  },
  {
    name: 'deletions are dropped at the swap',
    file: 'reflector/initial-state.ts',
    from: '      contents.delete(slot, held);\n      arena.delete(slot);\n',
    to: '',
  },
  {
    name: 'duplicates are told',
    file: following,
    from: '  knowledge.counters.duplicates += 1;\n  return undefined;\n',
    to: "  return new ObjectWatcherEvent(frame.type === 'DELETED' ? 'Delete' : 'Apply', frame.encoded);\n",
  },
  {
    name: 'a list is never consistent',
    file: trust,
    from: 'this.#needsConsistentRead = true;',
    to: 'this.#needsConsistentRead = false;',
  },
  {
    name: 'a list from the past is never believed',
    file: trust,
    from: '      this.#refusedRegression = true;\n',
    to: '',
  },
  {
    name: 'a silent server is never probed',
    file: following,
    from: "trust.needsProbe ? { kind: 'probing' } : knowledge.next",
    to: 'knowledge.next',
  },
  {
    name: 'a deadline never expires',
    file: 'watcher/request-reader.ts',
    from: "expire: (idleMs) => reading.report({ type: 'overdue', idleMs }, id),",
    to: 'expire: () => undefined,',
  },
  {
    name: 'starts are not bounded',
    file: machine,
    from: 'this.#lists).reserve(now)',
    to: 'this.#lists).reserve(now) * 0',
  },
  {
    name: 'a void initial state is not forgotten',
    file: 'reflector/writer.ts',
    from: 'this.#initial?.discard();\n        this.#initial = new',
    to: 'this.#initial ??= new',
  },
  {
    name: 'an initial state keeps what has the same name',
    file: 'reflector/initial-state.ts',
    from: 'if (held.compareVersion(encoded) !== 0 || !held.isSameAs(encoded)) return false;',
    to: '',
  },
  {
    name: 'a deletion is not taken in',
    file: 'reflector/writer.ts',
    from: '    contents.delete(slot, held);\n    arena.delete(slot);\n',
    to: '',
  },
  {
    name: 'a version too large is asked for again',
    file: following,
    from: "verdict === 'tooLarge' || verdict === 'violation'",
    to: "verdict === 'violation'",
  },
  {
    name: 'trouble is not told',
    file: machine,
    from: 'events: [interrupted], effect',
    to: 'events: [], effect',
  },
  {
    name: 'late answers are heard',
    file: machine,
    from: '    if (moment.effectId !== this.#effectId) return nothing;\n',
    to: '',
  },
  {
    name: 'a place at the gate is never given back',
    file: 'watcher/shared-server.ts',
    from: '      this.#inside -= 1;\n',
    to: '',
  },
  {
    name: 'what was lent is kept',
    file: 'reflector/writer.ts',
    from: 'return this.#shape(encoded).own();',
    to: 'return this.#shape(encoded);',
  },
];

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '500' } } });
const seeds = Number(values.seeds);
const source = join(import.meta.dirname, '../packages/runtime/src');
// Inside the repository, so that imports resolve as they do for the original.
const folder = join(import.meta.dirname, '../coverage/mutants');
Error.stackTraceLimit = 0;

// What RxJS reports of a consumer that throws; a mutant that does so is found.
const crashes: string[] = [];
process.on('uncaughtException', (error) => crashes.push(`threw ${error.message}`));

// Every text is looked for before a mutant runs: what throws later is taken for a find.
async function requireText({ name, file, from }: Mutation): Promise<void> {
  const text = await readFile(join(source, file), 'utf8');
  if (text.split(from).length === 2) return;
  console.error(`mutant "${name}": ${file} does not hold its text just once:\n${from}`);
  process.exit(1);
}

async function makeMutant({ file, from, to }: Mutation, index: number): Promise<Runtime> {
  const copy = join(folder, String(index));
  await cp(source, copy, { recursive: true });
  const text = await readFile(join(copy, file), 'utf8');
  await writeFile(join(copy, file), text.replace(from, to));
  return (await import(join(copy, 'index.ts'))) as Runtime;
}

async function find(runtime: Runtime): Promise<{ seed: number; violation: string } | undefined> {
  const subjects = [
    watcherSubject('streaming', {}, runtime),
    watcherSubject(
      'listing',
      { initialState: 'list', pageSize: 5, watchSeconds: { min: 15, max: 45 } },
      runtime,
    ),
    watcherSubject('selecting', { labelSelector: 'tier=web' }, runtime),
    reflectorSubject('reflecting', {}, runtime),
  ];
  for (let seed = 1; seed <= seeds; seed += 1) {
    // A mutant may break anything, so what it throws counts as found too.
    const { violations } = await simulate({ seed, subjects }).catch((error: unknown) => ({
      violations: [`threw ${String(error)}`],
    }));
    const violation = crashes.splice(0)[0] ?? violations[0];
    if (violation !== undefined) return { seed, violation };
  }
  return undefined;
}

await rm(folder, { recursive: true, force: true });
for (const mutation of mutations) await requireText(mutation);
// For whatever ends this early.
process.exitCode = 1;
let missed = 0;
for (const [index, mutation] of mutations.entries()) {
  const found = await find(await makeMutant(mutation, index));
  if (!found) missed += 1;
  const outcome = found
    ? `found by seed ${found.seed}: ${found.violation.slice(0, 90)}`
    : `NOT FOUND in ${seeds} seeds`;
  console.log(`${mutation.name}: ${outcome}`);
}
console.log(`${mutations.length - missed} passed, ${missed} failed`);
process.exit(missed > 0 ? 1 : 0);
