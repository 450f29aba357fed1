// Any controller as a subject: it runs in a process that can crash, and is held to the promises C1 to C9.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Client } from '@kube-rx/client';
import { type GateMessage, gateChannel, type RunMessage, runChannel } from '@kube-rx/controller';
import { type Resource, resourceName } from '@kube-rx/core';
import type { LedgerEntry } from '../ledger.ts';
import type { Program } from '../program.ts';
import type { Random } from '../random.ts';
import type { StartSubject, Subject } from '../subject.ts';
import type { World } from '../world.ts';
import { listAll } from './masked-state.ts';
import type { Knowledge } from './own-write-witness.ts';
import { unlikeReference } from './reference-run.ts';
import { RunWitness } from './run-witness.ts';
import { type BuildController, type RunningController, startController } from './running-controller.ts';

/** Which object is gone. */
export interface GoneObject {
  readonly key: string;
  readonly uid: string;
}

export interface ControllerSubjectOptions {
  /** What the controller reconciles. */
  readonly primary: Resource;
  /** What it owns, and has in a cache. */
  readonly children?: readonly Resource[];
  /** What is still wrong, by a client that no fault hits; the subject has not caught up before it is nothing. */
  readonly desired?: (client: Client) => Promise<readonly string[]>;
  /** What is left outside of a primary that has just gone: what its finalizer should have undone. */
  readonly leftovers?: (client: Client, gone: GoneObject) => Promise<readonly string[]>;
  /** The kinds of children, in the order in which those of a deleted primary go. Default: in no order. */
  readonly teardown?: readonly Resource[];
  /** Whether the end is compared with what the controller makes of the same objects from nothing. Default true. */
  readonly reference?: boolean;
  /**
   * How soon a run sees a change once nothing is disturbed any more, in virtual milliseconds. Default 60,000: a run that
   * takes long, or a debounce, is no delay.
   */
  readonly promptMs?: number;
  /** How long nothing may be written at last, in virtual milliseconds. Default 600,000. */
  readonly quietMs?: number;
}

/**
 * A controller, started again after each crash. It is held to these, besides what `simulate` asks of every subject:
 *
 * - C1: in the end the world is as it is desired, and as the controller makes it from nothing.
 * - C2: never two runs of one key at once.
 * - C3: no trigger is lost: of every object there is a run that began after its last change and saw it.
 * - C4: then it is quiet: nothing is written any more.
 * - C5: no object goes before what was done for it outside is undone; not judged once the server was restored.
 * - C6: nothing is written to an object of another incarnation, nor to what belongs to one, and no child is deleted that
 *   belongs to nobody by then.
 * - C7: no run sees a cache older than what its key wrote, unless the controller has waited in vain. What it got no answer
 *   to, it has to ask for: it is held to what was carried out before it learned that no answer comes.
 * - C8: the children of a deleted object go in order (`teardown`).
 * - C9: once the world is calm and all was seen, a run sees a change at once (`promptMs`).
 *
 * `build` must give all of its parts to the controller: name, clock, random, log and caches are its options.
 *
 * @example
 * const subject = controllerSubject(
 *   'websites',
 *   ({ client, ...options }) =>
 *     new Controller(Api.all(client, ConfigMap), { ...options, reconcile: () => undefined }).owns(Api.all(client, Deployment)),
 *   { primary: ConfigMap, children: [Deployment] },
 * );
 * await simulate({ seed: 42, subjects: [subject], actors: [deployments()] });
 */
export function controllerSubject(
  name: string,
  build: BuildController,
  options: ControllerSubjectOptions,
): StartSubject {
  return (world, random) => new ControllerSubject(world, random, { ...options, name, build });
}

type Settings = ControllerSubjectOptions & { readonly name: string; readonly build: BuildController };

function knowledgeOf(program: Program, { request, at }: LedgerEntry): Knowledge {
  if (program.knows(request)) return 'answer';
  const unansweredAt = program.unansweredAt(request);
  return unansweredAt !== undefined && at <= unansweredAt ? 'question' : 'nothing';
}

// An actor whose watch fell silent needs so long to notice it.
const settledMs = 600_000;

class ControllerSubject implements Subject {
  readonly #world: World;
  readonly #settings: Settings;
  readonly #random: Random;
  readonly #resources: readonly Resource[];
  readonly #witness: RunWitness;
  readonly #program: Program;
  readonly #violations: string[] = [];
  readonly #checks: Promise<void>[] = [];
  #running: RunningController | undefined;

  constructor(world: World, random: Random, settings: Settings) {
    const { name, primary, children = [], teardown = [], promptMs = 60_000 } = settings;
    this.#world = world;
    this.#random = random;
    this.#settings = settings;
    this.#resources = [primary, ...children];
    this.#witness = new RunWitness({
      client: name,
      primary,
      children,
      teardown,
      promptMs,
      objects: () => world.ledger.objects,
      epoch: () => world.ledger.epoch,
      now: () => world.clock.monotonic(),
      knowledgeOf: (entry) => knowledgeOf(this.#program, entry),
    });
    world.ledger.onEntry.add(this.#onEntry);
    subscribe(runChannel, this.#onRun);
    subscribe(gateChannel, this.#onGate);
    this.#program = world.run({
      name,
      resources: this.#resources.map(resourceName),
      start: (process) => this.#start(process),
    });
  }

  get events(): number {
    return this.#witness.runs;
  }

  violations(): readonly string[] {
    return [...this.#violations, ...this.#witness.violations];
  }

  async caughtUp(): Promise<boolean> {
    if (!this.#program.process || this.#witness.isBusy || !this.#isSettled()) return false;
    const isComplete = (await this.#missing()).length === 0;
    if (isComplete) this.#witness.settled();
    return isComplete;
  }

  async close(): Promise<void> {
    const world = this.#world;
    const { quietMs = 600_000, reference = true, name, build, primary, children = [] } = this.#settings;
    this.#violations.push(...(await this.#missing()));
    const written = world.ledger.entries.length;
    await world.clock.advance(quietMs);
    for (const { client, verb, resource, key } of world.ledger.entries.slice(written))
      if (client === name && this.#resources.some((each) => resourceName(each) === resource))
        this.#violations.push(`C4: sent ${verb} for ${resource} ${key} when all was done`);
    await this.#stop();
    world.ledger.onEntry.delete(this.#onEntry);
    unsubscribe(runChannel, this.#onRun);
    unsubscribe(gateChannel, this.#onGate);
    await Promise.all(this.#checks);
    if (reference)
      this.#violations.push(...(await unlikeReference(world, { name, build, primary, children })));
  }

  #start(process: RunningController['process']): void {
    const { name, build } = this.#settings;
    this.#running = startController(this.#world, process, {
      name,
      build,
      random: this.#random,
      onEnded: (why) => this.#violations.push(`C3: the controller ended: ${String(why)}`),
    });
    this.#witness.started(this.#running.caches);
  }

  async #stop(): Promise<void> {
    this.#program.end();
    if (!this.#program.process || !this.#running) return;
    const state = { ended: false };
    void this.#running.stop().then(() => (state.ended = true));
    await this.#world.clock.advance(60_000);
    if (!state.ended) this.#violations.push('I6: the controller has not drained a minute after its signal');
  }

  /** Whether nothing has changed for so long that nobody has anything left to say. */
  #isSettled(): boolean {
    const last = this.#world.ledger.entries.findLast(({ effective }) => effective);
    return this.#world.clock.monotonic() - (last?.at ?? 0) >= settledMs;
  }

  async #missing(): Promise<string[]> {
    const truth = await listAll(this.#world, this.#resources);
    const wrong = (await this.#settings.desired?.(this.#world.direct())) ?? [];
    return [...this.#witness.lost(truth), ...wrong.map((what) => `C1: ${what}`)];
  }

  readonly #onEntry = (entry: LedgerEntry): void => {
    this.#witness.entry(entry);
    const { leftovers, primary } = this.#settings;
    if (!leftovers || !entry.gone || entry.resource !== resourceName(primary)) return;
    // A restore takes objects away, finalizers and all, and no controller can do anything about it.
    if (entry.epoch > 0) return;
    this.#checks.push(
      leftovers(this.#world.direct(), entry).then((left) => {
        for (const what of left) this.#violations.push(`C5: ${entry.key} is gone, but ${what}`);
      }),
    );
  };

  readonly #onRun = (message: unknown): void => {
    const { type, run, ...more } = message as RunMessage;
    if (run.controller !== this.#settings.name || !this.#program.process) return;
    if (type === 'began') this.#witness.began(run.key, run.run);
    else this.#witness.ended(run.key, 'outcome' in more ? more.outcome : '');
    this.#world.note(`${run.controller}: a run of ${run.key} ${type}`);
  };

  readonly #onGate = (message: unknown): void => {
    const { type, controller, key } = message as GateMessage;
    if (controller === this.#settings.name && type === 'overdue') this.#witness.overdue(key);
  };
}
