// Which resources of a server are asked for plainly, because the server refuses what it should ignore: RFC 9110 lets a
// server that does not know a parameter of Accept answer 406. API servers ignore it; proxies and aggregated servers may
// do as they like.

import {
  ApiError,
  apiVersionOf,
  type Clock,
  isPlain,
  type Representation,
  type Resource,
} from '@kube-rx/core';

const rememberMs = 3_600_000;
const plainly: Required<Representation> = Object.freeze({ metadataOnly: false, keepManagedFields: true });
const known = new WeakMap<object, RefusedAccepts>();

export class RefusedAccepts {
  // By resource: until when, in monotonic time.
  readonly #until = new Map<string, number>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The same one for all resources of a client. */
  static of(client: { readonly clock: Clock }): RefusedAccepts {
    const refused = known.get(client) ?? new RefusedAccepts(client.clock);
    known.set(client, refused);
    return refused;
  }

  /** What to ask for: `wanted`, unless it was refused within the last hour. */
  representation(resource: Resource, wanted: Representation): Required<Representation> {
    if (this.#clock.monotonic() < (this.#until.get(keyOf(resource)) ?? -Infinity)) return plainly;
    const { metadataOnly = false, keepManagedFields = true } = wanted;
    return { metadataOnly, keepManagedFields };
  }

  /** Sends a read, and once more where the server refuses what is asked for and nothing else. */
  async read<T>(
    resource: Resource,
    wanted: Representation,
    send: (representation: Required<Representation>) => Promise<T>,
  ): Promise<T> {
    const representation = this.representation(resource, wanted);
    if (isPlain(representation)) return send(plainly);
    try {
      return await send(representation);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status.code !== 406) throw error;
    }
    const answer = await send(plainly);
    this.#until.set(keyOf(resource), this.#clock.monotonic() + rememberMs);
    return answer;
  }
}

function keyOf(resource: Resource): string {
  return `${apiVersionOf(resource)}/${resource.plural}`;
}
