// Writes Events in the background: whoever records one waits for nothing, and never fails by it.

import { hostname } from 'node:os';
import { Api, type Client } from '@kube-rx/client';
import {
  type Clock,
  InvalidRequestError,
  isLabelKey,
  type ObjectIdentity,
  printable,
  quotedText,
  type Timer,
} from '@kube-rx/core';
import type { Log } from '@kube-rx/runtime';
import { boundedText } from './bounded-text.ts';
import type { EventNote } from './event-note.ts';
import { type EventReporter, Events, eventName, occurrenceOf } from './event-object.ts';
import { EventTable, type EventWrite, type Now, type WriteOutcome } from './event-table.ts';
import { type WriteFailure, writeFailure } from './write-failure.ts';

export interface EventRecorderOptions {
  /** Of the cluster in which the objects are. */
  readonly client: Client;
  /** What reports, as `shop.example/website-controller`: a qualified name, whose last part has 63 characters at most. */
  readonly reportingController: string;
  /** Which of its processes. Default: the controller and the name of the host, which is the Pod's. Cut to 128 bytes. */
  readonly reportingInstance?: string;
  /** Is told once of each kind of trouble. Default: none. */
  readonly log?: Pick<Log, 'warn'>;
  /** Default: the client's. */
  readonly clock?: Clock;
  /** Uniform in [0, 1). Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Records Events (`events.k8s.io/v1`).
 *
 * Guarantees: `record` returns at once and never throws. The same thing again within six minutes is one Event, whose
 * `series` counts it. About one object, 25 writes may follow each other, then one in five minutes; what is not written is
 * counted where its series goes on. At most 1000 writes wait; a server in trouble is asked again after ten seconds, twelve
 * times. The server's bounds are kept: reason and action are cut to 128 bytes, the note to 1024.
 *
 * Caveats: Events are a courtesy to people and may be lost, and the server forgets them after an hour. The account needs
 * `create` and `patch` for `events` in `events.k8s.io`; if it may not, the log is told once.
 *
 * @example
 * await using events = new EventRecorder({ client, reportingController: 'shop.example/website-controller' });
 * events.record(ObjectRef.toReference(Pod, pod), { type: 'Warning', reason: 'TooOld', note: 'it runs since March' });
 */
export class EventRecorder implements AsyncDisposable {
  readonly #client: Client;
  readonly #reporter: EventReporter;
  readonly #log: Pick<Log, 'warn'> | undefined;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #table = new EventTable();
  readonly #told = new Set<string>();
  #sending: Promise<void> | undefined;
  #timer: Timer | undefined;
  #abort = new AbortController();
  /** Told when nothing is left to be written. */
  readonly #onIdle = new Set<() => void>();
  #written = 0;
  /** Of the last name. */
  #nameMicros = 0;

  /** @throws InvalidRequestError for a `reportingController` that the server would refuse. */
  constructor(options: EventRecorderOptions) {
    const { client, reportingController, log, clock = client.clock, random = Math.random } = options;
    if (!isLabelKey(reportingController))
      throw new InvalidRequestError(
        `events: ${quotedText(reportingController)} is no name of a controller: it must be a qualified name, as "shop.example/website-controller"`,
      );
    const instance = boundedText(options.reportingInstance ?? '', mostInstanceBytes);
    this.#client = client;
    this.#reporter = {
      controller: reportingController,
      instance: instance || boundedText(`${reportingController}-${hostname()}`, mostInstanceBytes),
    };
    this.#log = log;
    this.#clock = clock;
    this.#random = random;
  }

  /** Events that were stored or counted up, those that were given up, and those that wait. */
  get counters(): { readonly written: number; readonly dropped: number; readonly pending: number } {
    return { written: this.#written, dropped: this.#table.dropped, pending: this.#table.pending };
  }

  /** Notes that something happened to `regarding`. Without a reason it is dropped, and the log is told once. */
  record(regarding: ObjectIdentity, note: EventNote): void {
    try {
      const occurrence = occurrenceOf(regarding, note, this.#reporter);
      if (occurrence) this.#table.observe(occurrence, this.#now());
      else this.#tell('reason', 'an Event without a reason is dropped: the server takes none');
      this.#wake();
    } catch (error) {
      this.#tell('unusable', `an Event is dropped: ${messageOf(error)}`);
    }
  }

  /**
   * Writes what is not written yet, and ends all series: for the end of a program. What cannot be written within `timeout`
   * (ms, default 5000; 0: nothing is sent any more) is dropped. Never rejects, and leaves no timer behind.
   */
  async flush({ timeout = 5000 }: { readonly timeout?: number } = {}): Promise<void> {
    if (timeout > 0) await this.#writeAll(timeout);
    this.#table.clear();
    this.#abort.abort();
    this.#abort = new AbortController();
    await this.#sending;
    this.#stopTimer();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush();
  }

  async #writeAll(withinMs: number): Promise<void> {
    const over = Promise.withResolvers<undefined>();
    const end = (): void => over.resolve(undefined);
    const timer = this.#clock.schedule(withinMs, end);
    this.#table.endAll(this.#now());
    this.#onIdle.add(end);
    this.#stopTimer();
    this.#wake();
    await over.promise;
    timer.cancel();
    this.#onIdle.delete(end);
  }

  #now(): Now {
    return { monotonic: this.#clock.monotonic(), wall: this.#clock.now() };
  }

  /** Sends what is due, unless that goes on already, and comes back when more is. */
  #wake(): void {
    if (this.#sending) return;
    const write = this.#table.take(this.#now());
    if (write) {
      this.#sending = this.#send(write);
      return;
    }
    if (this.#timer) return;
    const { nextAt } = this.#table;
    if (nextAt === undefined) {
      for (const tell of this.#onIdle) tell();
      return;
    }
    this.#timer = this.#clock.schedule(nextAt - this.#clock.monotonic(), () => {
      this.#timer = undefined;
      this.#wake();
    });
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #send(first: EventWrite): Promise<void> {
    for (let write: EventWrite | undefined = first; write; write = this.#table.take(this.#now()))
      this.#table.settle(await this.#outcomeOf(write), this.#now());
    this.#sending = undefined;
    // What failed may be due before what the timer waits for.
    this.#stopTimer();
    this.#wake();
  }

  async #outcomeOf(write: EventWrite): Promise<WriteOutcome> {
    try {
      const name = await this.#write(write);
      this.#written += 1;
      this.#told.delete('denied');
      this.#told.delete('unreachable');
      return { type: 'stored', name };
    } catch (error) {
      const failure = writeFailure(error, write.type, this.#random());
      if (failure.notice) this.#tell(failure.notice, `${sentences[failure.notice]}: ${messageOf(error)}`);
      return failure.outcome;
    }
  }

  async #write(write: EventWrite): Promise<string> {
    const events = Api.namespaced(this.#client, Events, write.namespace);
    const { signal } = this.#abort;
    if (write.type === 'patch') {
      await events.patch.merge(write.name, { series: write.series }, { signal });
      return write.name;
    }
    this.#nameMicros = Math.max(Math.round(this.#clock.now() * 1000), this.#nameMicros + 1);
    const name = eventName(write.object, this.#nameMicros, this.#random());
    await events.create({ metadata: { name, namespace: write.namespace }, ...write.event }, { signal });
    return name;
  }

  #tell(trouble: string, message: string): void {
    if (this.#told.has(trouble)) return;
    this.#told.add(trouble);
    try {
      this.#log?.warn({ record: 'eventLost', trouble }, message);
    } catch {
      // A log that fails stops no Events: there is nobody left to tell.
    }
  }
}

const mostInstanceBytes = 128;

const sentences: Readonly<Record<NonNullable<WriteFailure['notice']>, string>> = {
  denied: 'Events cannot be written, as they are not allowed; this is told once',
  refused: 'an Event is dropped, as the server refuses it',
  unreachable: 'an Event cannot be written now, and is tried again',
};

function messageOf(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error));
}
