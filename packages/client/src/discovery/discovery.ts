// Finds resources by the names that people use. The server is asked, so custom resources are found like built-in ones.

import {
  type Clock,
  type ExpectedType,
  KubeError,
  printable,
  SharedRun,
  systemClock,
  TokenBucket,
} from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';
import {
  type ApiResource,
  findCategory,
  findKind,
  findResource,
  type ServedResources,
} from './api-resource.ts';
import type { JsonSource, UnavailableVersion } from './served-resources.ts';

/**
 * No resource of the server has this name.
 *
 * @example
 * await discovery(client).resolve('nope').catch((error) => error instanceof UnknownResourceError);   // true
 */
export class UnknownResourceError extends KubeError {
  override readonly name = 'UnknownResourceError';
  /** The name that was looked for. */
  readonly resource: string;
  /** `group/version`s that could not be asked. They may have it. */
  readonly unavailable: readonly string[];

  constructor(resource: string, unavailable: readonly string[]) {
    const unasked =
      unavailable.length === 0 ? '' : ` (of ${printable(unavailable.join(', '))} it could not tell)`;
    super(`the server doesn't have a resource type ${JSON.stringify(resource)}${unasked}`);
    this.resource = resource;
    this.unavailable = unavailable;
  }
}

/** Options of `discovery`. */
export interface DiscoveryOptions {
  /** Told of each version that could not be asked, each time the server is asked. Default: nobody is. */
  readonly onUnavailable?: (version: UnavailableVersion) => void;
  /** For how long answers are kept, in ms. Default 10 min. */
  readonly maxAge?: number;
  /** The time by which they age. Default: the client's. */
  readonly clock?: Clock;
}

interface Known {
  readonly served: ServedResources;
  /** By the clock that never goes back. */
  readonly askedAt: number;
  /** Of the question, from 1. */
  readonly number: number;
}

// A program that asks for unknown names without end costs the server a few questions a minute.
const questionsForUnknownNames = { burst: 10, perMinute: 10 };

/**
 * Finds resources by name. The server's answers are kept for `maxAge`. An unknown name makes it ask again, so a
 * definition that was created meanwhile is found: up to ten times at once, then ten times a minute. Whoever asks while
 * an answer is on its way shares it. Every method rejects as `Client.request` does, and with a `TransportError`
 * (`NOT_KUBERNETES`) where the server is no Kubernetes API server.
 *
 * @example
 * const known = discovery(client);
 * const deployments = Api.namespaced(client, await known.resolve('deploy'), 'shop');
 * for (const { plural, verbs } of (await known.served()).resources) console.log(plural, verbs);
 */
export class Discovery {
  readonly #source: JsonSource;
  readonly #onUnavailable: (version: UnavailableVersion) => void;
  readonly #maxAgeMs: number;
  readonly #clock: Clock;
  readonly #forUnknownNames = new TokenBucket(questionsForUnknownNames);
  readonly #questions = new SharedRun((signal: AbortSignal, options: RequestOptions) =>
    this.#ask({ ...options, signal }),
  );
  #known: Known | undefined;
  /** How many questions were asked. */
  #asked = 0;
  /** Counts what makes answers out of date that are on their way. */
  #invalidations = 0;

  constructor(source: JsonSource, options: DiscoveryOptions = {}) {
    this.#source = source;
    this.#onUnavailable = options.onUnavailable ?? (() => undefined);
    this.#maxAgeMs = options.maxAge ?? 600_000;
    this.#clock = options.clock ?? source.clock ?? systemClock;
  }

  /**
   * Everything that the server serves. A version that cannot be asked is listed as `unavailable` and fails nothing.
   * Two requests where the server knows aggregated discovery (1.26 and later), else two and one for each version. A
   * call that shares the requests of another one has their `timeout`.
   */
  async served(options: RequestOptions = {}): Promise<ServedResources> {
    return (await this.#current(options)).served;
  }

  /** Forgets all answers, those on their way included: the next call asks the server. */
  invalidate(): void {
    this.#invalidations += 1;
    this.#known = undefined;
    this.#questions.leaveBehind();
  }

  /**
   * The resource that a name means, by kubectl's rules: a plural, singular, short name or kind in upper or lower
   * case, alone or followed by `.GROUP` (its beginning is enough) or `.VERSION.GROUP`. Where several resources have
   * the name, the first that the server lists.
   *
   * @throws UnknownResourceError for a name that no resource has.
   * @example
   * const known = discovery(client);
   * await known.resolve('po');                       // pods
   * await known.resolve('Deployment');               // deployments.apps
   * await known.resolve('events.v1.events.k8s.io');  // that version of that group
   */
  resolve(name: string, options: RequestOptions = {}): Promise<ApiResource> {
    return this.#find(name, options, (resources) => findResource(resources, name));
  }

  /**
   * As `resolve`, but the name may also be a category, as `all`: then every resource in it, each in its preferred
   * version.
   *
   * @throws UnknownResourceError for a name that neither a resource nor a category has.
   */
  resolveAll(name: string, options: RequestOptions = {}): Promise<readonly ApiResource[]> {
    return this.#find(name, options, (resources) => {
      const resource = findResource(resources, name);
      const found = resource ? [resource] : findCategory(resources, name);
      return found.length > 0 ? found : undefined;
    });
  }

  /**
   * The resource of the objects that name this type, as a manifest does. The version is this one, preferred or not.
   *
   * @throws UnknownResourceError for a type that no resource has.
   * @example
   * await known.resolveKind({ apiVersion: 'apps/v1', kind: 'Deployment' });   // deployments.apps
   */
  resolveKind({ apiVersion, kind }: ExpectedType, options: RequestOptions = {}): Promise<ApiResource> {
    const [version, group] = apiVersion.split('/').reverse();
    return this.#find(`${kind}.${version}.${group ?? ''}`, options, (resources) =>
      findKind(resources, { apiVersion, kind }),
    );
  }

  async #find<T>(
    name: string,
    options: RequestOptions,
    find: (resources: readonly ApiResource[]) => T | undefined,
  ): Promise<T> {
    const asked = this.#asked;
    const known = await this.#current(options);
    const found = find(known.served.resources);
    if (found !== undefined) return found;
    const current = known.number > asked ? known : await this.#newer(known, options);
    const foundNow = find(current.served.resources);
    if (foundNow === undefined) throw new UnknownResourceError(name, current.served.unavailable);
    return foundNow;
  }

  /** What the server serves now, unless it has been asked too often. */
  async #newer(known: Known, options: RequestOptions): Promise<Known> {
    if (this.#fresh() === known) {
      if (!this.#forUnknownNames.take(this.#clock.monotonic())) return known;
      this.invalidate();
    }
    return this.#current(options);
  }

  async #current(options: RequestOptions): Promise<Known> {
    return this.#fresh() ?? this.#questions.join(options, options.signal);
  }

  async #ask(options: RequestOptions): Promise<Known> {
    const number = (this.#asked += 1);
    const invalidations = this.#invalidations;
    const askedAt = this.#clock.monotonic();
    // Loaded on demand: most programs know the types of their resources.
    const { discoverServed } = await import('./served-resources.ts');
    const { resources, unavailable } = await discoverServed(this.#source, options);
    for (const version of unavailable) this.#onUnavailable(version);
    const served = { resources, unavailable: unavailable.map(({ groupVersion }) => groupVersion) };
    const known = { served, askedAt, number };
    if (invalidations === this.#invalidations) this.#known = known;
    return known;
  }

  #fresh(): Known | undefined {
    const known = this.#known;
    return known && this.#clock.monotonic() - known.askedAt < this.#maxAgeMs ? known : undefined;
  }
}

/**
 * What the server behind `client` serves. Sends nothing yet.
 *
 * @example
 * const pods = await discovery(client).resolve('po');
 */
export function discovery(client: JsonSource, options: DiscoveryOptions = {}): Discovery {
  return new Discovery(client, options);
}
