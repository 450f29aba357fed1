// Ways in which electors, and what holds writes up that are led by them, are broken.

import type { Mutation } from './mutant.ts';

export interface ElectionMutation extends Mutation {
  /** What is led: a writer, or the operator of websites. Default `writer`. */
  readonly led?: 'writer' | 'operator';
  /** The first seed that is tried. Default 1. */
  readonly firstSeed?: number;
}

export const electionMutations: readonly ElectionMutation[] = [
  {
    name: 'writes are not fenced',
    file: 'election/leader-layer.ts',
    from: 'if (isRead(request)) return next(request, options);',
    to: "if (isRead(request) || request.path !== '') return next(request, options);",
  },
  {
    name: 'what is repeated is not fenced',
    file: 'election/leader-layer.ts',
    from: 'options.beforeSend?.();\n        if (!term.isHeld())',
    to: "options.beforeSend?.();\n        if (request.path === '')",
  },
  {
    name: 'a term ends by its timer alone, also where that is late',
    file: 'election/term.ts',
    from: '!this.signal.aborted && !isPast(this.#heldUntil, momentOf(clock))',
    to: '!this.signal.aborted',
  },
  {
    name: 'a term counts from the answer',
    file: 'election/campaign.ts',
    from: "return { type: 'written', lease, sentAt: this.#sentAt };",
    to: "return { type: 'written', lease, sentAt: momentOf(clock) };",
  },
  {
    name: 'a term ends by the time of day',
    file: 'election/term.ts',
    from: 'monotonic: clock.monotonic(), wall',
    to: 'monotonic: clock.now(), wall',
  },
  {
    name: 'a machine that slept does not know it',
    file: 'election/election.ts',
    from: 'now.monotonic < until.monotonic && now.wall < until.wall',
    to: 'now.monotonic < until.monotonic',
  },
  {
    name: 'the Lease is given back before what was begun under it has ended',
    file: 'election/campaign.ts',
    from: 'hasDrained = await this.#drain(beforeRelease, drainTimeout)',
    to: '((hasDrained = true), void this.#drain(beforeRelease, drainTimeout))',
  },
  {
    name: 'a Lease is taken over as soon as its holder could be late',
    file: 'election/election.ts',
    from: 'now.monotonic + (record.durationMs ?? this.#options.leaseDuration)',
    to: 'now.monotonic + this.#options.renewDeadline',
  },
  {
    name: 'a renewal is no change',
    file: 'election/lease-record.ts',
    from: "  'renewTime',\n",
    to: '',
  },
  {
    name: 'a Lease that ran out is looked at late',
    file: 'election/election.ts',
    from: 'leftMs > 0 ? Math.min(delayMs, leftMs) : delayMs',
    to: 'leftMs > 0 ? delayMs + leftMs : delayMs',
  },
  {
    name: 'an edit of the Lease ends no term',
    file: 'election/election.ts',
    from: "else this.#end(record.isCoordinated ? 'coordinated' : 'taken');",
    to: '',
  },
  {
    name: 'moves are not counted',
    file: 'election/election.ts',
    from: 'nextTransition(record.transitions)',
    to: 'record.transitions',
  },
  {
    name: 'the Lease is not given back',
    file: 'election/campaign.ts',
    from: 'if (hasDrained && this.#hasArrived && this.#machine.mayBeNamed) await this.#release();',
    to: '',
  },
  {
    name: 'the Lease is given back right after a term that was not renewed',
    file: 'election/campaign.ts',
    from: 'if (hasDrained && this.#hasArrived &&',
    to: 'if (hasDrained &&',
  },
  {
    name: 'the claim of a standby is cut short as it ends',
    file: 'election/campaign.ts',
    from: '      if (this.#term) this.#cut.abort();',
    to: '      this.#cut.abort();',
    firstSeed: 200,
  },
  {
    name: 'a controller runs on standby',
    led: 'operator',
    file: 'controller/led-terms.ts',
    from: 'this.#leadership === undefined || this.#term?.isHeld() === true',
    to: 'this.#leadership !== undefined || this.#term === undefined',
  },
  {
    name: 'what a run writes is not fenced',
    led: 'operator',
    firstSeed: 24,
    file: 'controller/cluster-member.ts',
    from: '...(term ? [leaderLayer(term)] : []),',
    to: '',
  },
  {
    name: 'who leads again runs nothing again',
    led: 'operator',
    firstSeed: 285,
    file: 'controller/session.ts',
    from: 'if (!isFirst) this.sources.tellAgain();',
    to: '',
  },
];
