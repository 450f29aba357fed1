// One Lease on a server in memory, and candidates for it, in a time that stands still.

import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { type HttpRequest, type HttpService, settle, VirtualClock } from '@kube-rx/core';
import { Lease } from '@kube-rx/k8s/coordination.k8s.io/v1';
import type {
  ElectionOutcome,
  ElectionRunOptions,
  LeaderElectionOptions,
} from '../../src/election/election-options.ts';
// Loaded before time is told to pass: an elector loads it when it runs.
import '../../src/election/campaign.ts';
import { LeaderElector } from '../../src/election/leader-elector.ts';
import type { LeadershipTerm } from '../../src/election/leadership.ts';
import { type LogRecord, recordingLog, silent } from './controller-world.ts';

/** What happens to a request on its way: it is passed on by `next`, or not. */
export type Way = (request: HttpRequest, next: HttpService) => ReturnType<HttpService>;

/** Nothing is answered. */
export const never: Way = (request) => silent(request);

export interface Competing {
  readonly elector: LeaderElector;
  readonly stop: AbortController;
  /** Settles as `run` does. */
  readonly ended: Promise<ElectionOutcome>;
  readonly terms: readonly LeadershipTerm[];
  readonly records: readonly LogRecord[];
  /** Methods of what was sent. */
  readonly asked: string[];
  /** Changed by tests. */
  way: Way | undefined;
}

export class ElectionWorld {
  readonly clock: VirtualClock;
  readonly server: ApiServer;
  readonly leases: Api<Lease>;
  readonly #competing: Competing[] = [];

  constructor(clock: VirtualClock = new VirtualClock()) {
    this.clock = clock;
    this.server = new ApiServer({ clock });
    this.leases = Api.namespaced(new Client(this.server.service, { clock }), Lease, 'default');
  }

  compete(identity: string, options: Partial<LeaderElectionOptions> & ElectionRunOptions = {}): Competing {
    const { beforeRelease, drainTimeout, ...more } = options;
    const stop = new AbortController();
    const terms: LeadershipTerm[] = [];
    const records: LogRecord[] = [];
    const asked: string[] = [];
    const service: HttpService = (request, call) => {
      asked.push(request.method);
      const next: HttpService = (sent) => this.server.service(sent, call);
      return competing.way ? competing.way(request, next) : next(request);
    };
    const clock = more.clock ?? this.clock;
    const elector = new LeaderElector({
      client: new Client(service, { clock }),
      name: 'website-operator',
      identity,
      random: () => 0.5,
      log: recordingLog(records),
      ...more,
    });
    elector.onTerm((term) => terms.push(term));
    const ended = elector.run({
      signal: stop.signal,
      ...(beforeRelease && { beforeRelease }),
      ...(drainTimeout !== undefined && { drainTimeout }),
    });
    const competing: Competing = { elector, stop, ended, terms, records, asked, way: undefined };
    this.#competing.push(competing);
    return competing;
  }

  lease(): Promise<Lease> {
    return this.leases.get('website-operator');
  }

  /** A person with kubectl. */
  async edit(spec: object): Promise<void> {
    await this.leases.patch.merge('website-operator', { spec });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const running = new Set(this.#competing);
    for (const competing of this.#competing) {
      competing.stop.abort();
      void competing.ended.catch(() => undefined).then(() => running.delete(competing));
    }
    await settle();
    while (running.size > 0) await this.clock.advance(1000);
  }
}
