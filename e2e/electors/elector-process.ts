// A candidate for a Lease, in a process of its own so that it can be killed and paused: kube-rx' or client-go's.
//
//   PROGRAM KUBECONFIG NAMESPACE LEASE-AND-CONFIG-MAP IDENTITY LEASE-DURATION RENEW-DEADLINE RETRY-PERIOD
//
// It is told `join` (compete), `release` (give up what it has, and stand aside), and `freeze` (ours: stop between two
// writes until SIGCONT; the other one is stopped from outside). It says in lines of JSON: `ready`, `started`, `stopped`
// (and ours when it could have written last), `aside`, `refused` (ours: a write after its term). While it leads, it writes
// its identity into the ConfigMap, ten times a second.

import { join } from 'node:path';
import { Child } from '../child.ts';
import { eventually } from '../connect.ts';
import { buildProgram } from '../go-build.ts';

export type Language = 'kube-rx' | 'client-go';

export interface Said {
  readonly event: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Of `stopped`, ours. */
  readonly heldAt: number | undefined;
}

export interface Race {
  /** Holds the kubeconfig, as `config`, and gets logs and the Go program. */
  readonly folder: string;
  readonly namespace: string;
  /** Of the Lease, and of the ConfigMap. */
  readonly name: string;
  /** As Go writes durations, in seconds: lease duration, renew deadline, retry period. */
  readonly times: readonly [lease: string, renew: string, retry: string];
}

export class ElectorProcess {
  readonly identity: string;
  readonly language: Language;
  readonly #race: Race;
  #child: Child | undefined;
  #said: Said[] = [];
  #competes = false;

  constructor(identity: string, language: Language, race: Race) {
    this.identity = identity;
    this.language = language;
    this.#race = race;
  }

  /** All that it has said, in all its lives. */
  get said(): readonly Said[] {
    return this.#said;
  }

  count(event: string): number {
    return this.#said.filter((each) => each.event === event).length;
  }

  /** Whether it says that it leads. */
  get claims(): boolean {
    const turns = ['ready', 'started', 'stopped'];
    return this.#said.findLast(({ event }) => turns.includes(event))?.event === 'started';
  }

  /** Starts it if it does not run, and has it compete. Idempotent. */
  async join(): Promise<void> {
    if (this.#competes) return;
    if (this.#child?.running !== true) await this.#start();
    this.#competes = true;
    this.#child?.tell('join');
  }

  /** Has it stand aside, and waits until it does. Idempotent. */
  async release(): Promise<void> {
    if (!this.#competes) return;
    this.#competes = false;
    const before = this.count('aside');
    this.#child?.tell('release');
    await eventually(`${this.identity} stands aside`, () => this.count('aside') > before);
  }

  /** Stops it where it is, until {@link wake}. */
  pause(): void {
    if (this.language === 'kube-rx') this.#child?.tell('freeze');
    else this.#child?.signal('SIGSTOP');
  }

  wake(): void {
    this.#child?.signal('SIGCONT');
  }

  async kill(): Promise<void> {
    this.#competes = false;
    await this.#child?.stop();
  }

  async #start(): Promise<void> {
    const { folder, namespace, name, times } = this.#race;
    const before = this.count('ready');
    const [command, ...args] = commandOf(this.language, folder);
    this.#child = await Child.start({
      name: this.identity,
      command,
      args: [...args, join(folder, 'config'), namespace, name, this.identity, ...times],
      logFile: join(folder, `${this.identity}.log`),
      onLine: (line) => this.#said.push(decode(line)),
    });
    await this.#child.waitUntil(() => Promise.resolve(this.count('ready') > before));
  }
}

/** Builds client-go's program into the folder, unless it is there. */
export async function buildElector(folder: string): Promise<void> {
  await buildProgram('./elector', join(folder, 'elector'));
}

function commandOf(language: Language, folder: string): readonly [string, ...string[]] {
  if (language === 'client-go') return [join(folder, 'elector')];
  const program = join(import.meta.dirname, 'ours.ts');
  return [process.execPath, '--conditions=kube-rx:src', '--disable-warning=ExperimentalWarning', program];
}

function decode(line: string): Said {
  const { event, at, heldAt } = JSON.parse(line) as { event: string; at: string; heldAt?: string };
  return { event, at: Date.parse(at), heldAt: heldAt === undefined ? undefined : Date.parse(heldAt) };
}
