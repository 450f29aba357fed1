// Ways in which the watcher and its cache are broken.

import type { Mutation } from './mutant.ts';

const machine = 'watcher/machine.ts';
const following = 'watcher/following.ts';
const trust = 'watcher/server-trust.ts';

/** Where a mutant is looked for. */
export type RuntimeWorld = 'watchers' | 'lying' | 'cut';

/** `world`: default `watchers`. */
export interface RuntimeMutation extends Mutation {
  readonly world?: RuntimeWorld;
}

export const runtimeMutations: readonly RuntimeMutation[] = [
  {
    name: 'a list that lacks most is believed at once',
    world: 'lying',
    file: trust,
    from: 'this.#deletionOpinions < opinionsOfDeletion',
    to: 'this.#deletionOpinions < 1',
  },
  {
    name: 'a second opinion is asked for at once',
    world: 'lying',
    file: trust,
    from: 'const opinionMs = 10_000;',
    to: 'const opinionMs = 1;',
  },
  {
    name: 'an audit finds nothing',
    world: 'lying',
    file: 'reflector/audit.ts',
    from: '    if (this.#difference(key, state, held)) this.#suspect(key, state);\n',
    to: '',
  },
  {
    name: 'what comes out of order is dropped',
    file: 'watcher/late-frame.ts',
    from: "if (order !== 0) return order < 0 ? 'news' : 'outdated';",
    to: "if (order !== 0) return order < 0 ? 'known' : 'outdated';",
  },
  {
    name: 'an hour is waited for where the server asks for it',
    file: 'watcher/recovery.ts',
    from: 'const limitMs = this.#believedMs;',
    to: 'const limitMs = Infinity;',
  },
  {
    name: 'a second watch is kept after the end',
    file: 'watcher/second-request.ts',
    from: '    run?.abort.abort();\n',
    to: '',
  },
  {
    name: 'the look for a standstill is kept after the end',
    file: 'watcher/standstill.ts',
    from: 'this.#timer?.cancel();',
    to: '',
  },
  {
    name: 'a bookmark does not move the version',
    file: following,
    from: 'knowledge.acceptFrame(frame, resourceVersion);',
    to: 'if (!isBookmark) knowledge.acceptFrame(frame, resourceVersion);',
  },
  {
    name: '410 is resumed',
    file: following,
    from: "losing: readonly Verdict[] = ['expired', ",
    to: 'losing: readonly Verdict[] = [',
  },
  {
    name: 'a second list has no Init',
    file: 'watcher/listing.ts',
    from: 'state.begun ? [] : [knowledge.beginInitialState()]',
    to: 'state.begun || knowledge.position.synced ? [] : [knowledge.beginInitialState()]',
  },
  {
    name: 'delays are never reset',
    file: 'watcher/recovery.ts',
    from: '    if (isProven || hasNews) this.#failures = 0;\n',
    to: '',
  },
  {
    name: 'the timer is kept after the end',
    file: 'watcher/driver.ts',
    from: '    this.#second.drop();\n    this.idleTimer.cancel();\n',
    to: '    this.#second.drop();\n    if (!this.#closed) this.idleTimer.cancel();\n',
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
    from: 'regresses ? this.#regressionOpinions + 1 : 0',
    to: 'regresses ? 1 : 0',
  },
  {
    name: 'a deadline never expires',
    file: 'watcher/request-reader.ts',
    from: "expire: (idleMs) => reading.report({ type: 'overdue', idleMs }, id),",
    to: 'expire: () => undefined,',
  },
  {
    name: 'starts are not bounded',
    world: 'cut',
    file: 'watcher/start-limits.ts',
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
    from: 'if (held.compareVersion(encoded) !== 0 || !held.isSameAs(encoded)) return this.#isOutdated(encoded, slot);',
    to: '',
  },
  {
    name: 'a deletion is not taken in',
    file: 'reflector/writer.ts',
    from: '    contents.delete(slot, held);\n    arena.delete(slot);\n',
    to: '',
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
    from: 'if (moment.effectId !== this.#effectId)\n      return this.#carryOutLive(stepSecond(this.#state, { report, moment }, this.#knowledge), moment);',
    to: '',
  },
  {
    name: 'a place at the gate is never given back',
    file: 'watcher/gate.ts',
    from: '      this.#taken -= 1;\n',
    to: '',
  },
  {
    name: 'what was lent is kept',
    file: 'reflector/writer.ts',
    from: 'return this.#shape(encoded).own();',
    to: 'return this.#shape(encoded);',
  },
];
