// Finds resources by the names that people use. The server is asked, so custom resources are found like built-in ones.

import { KubeError, printable } from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';
import { type ApiResource, findCategory, findResource, type ServedResources } from './api-resource.ts';
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
}

/**
 * Finds resources by name. The server's answers are kept; an unknown name makes it ask again, so a definition that
 * was created meanwhile is found. Every method rejects as `Client.request` does, and with a `TransportError`
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
  #served: ServedResources | undefined;

  constructor(source: JsonSource, { onUnavailable = () => undefined }: DiscoveryOptions = {}) {
    this.#source = source;
    this.#onUnavailable = onUnavailable;
  }

  /**
   * Everything that the server serves. A version that cannot be asked is listed as `unavailable` and fails nothing.
   * Two requests where the server knows aggregated discovery (1.26 and later), else two and one for each version.
   */
  async served(options: RequestOptions = {}): Promise<ServedResources> {
    // Loaded on demand: most programs know the types of their resources.
    const { discoverServed } = await import('./served-resources.ts');
    if (this.#served) return this.#served;
    const { resources, unavailable } = await discoverServed(this.#source, options);
    for (const version of unavailable) this.#onUnavailable(version);
    this.#served = { resources, unavailable: unavailable.map(({ groupVersion }) => groupVersion) };
    return this.#served;
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

  async #find<T>(
    name: string,
    options: RequestOptions,
    find: (resources: readonly ApiResource[]) => T | undefined,
  ): Promise<T> {
    const known = this.#served && find(this.#served.resources);
    if (known !== undefined) return known;
    this.#served = undefined;
    const { resources, unavailable } = await this.served(options);
    const found = find(resources);
    if (found === undefined) throw new UnknownResourceError(name, unavailable);
    return found;
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
