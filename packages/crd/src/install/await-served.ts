// Waits until a server serves what was defined.

import { Api, type Client, DeadlineError, NotReadyError } from '@kube-rx/client';
import { ApiError, defineResource, isForbidden, isNotFound, type Resource, sleep } from '@kube-rx/core';
import { CustomResourceDefinition } from '../definition/custom-resource-definition.ts';
import { definitionReadiness } from './definition-readiness.ts';

export interface AwaitServedOptions {
  readonly signal?: AbortSignal | undefined;
  /** On the client's clock. */
  readonly deadline: number;
  readonly timeoutMs: number;
}

const pauseMs = 200;
// What is said at first may be of the names that the definition had before.
const enoughConflicts = 5;

/**
 * @throws NotReadyError where a name belongs to another definition, or the definition is deleted.
 * @throws DeadlineError
 */
export async function awaitServed(
  client: Client,
  name: string,
  options: AwaitServedOptions,
): Promise<CustomResourceDefinition> {
  const definitions = Api.all(client, CustomResourceDefinition);
  const { signal } = options;
  for (let conflicts = 0; ; ) {
    const definition = await definitions.get(name, { signal }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
      throw new NotReadyError(
        `CustomResourceDefinition ${name} was deleted before it was served: apply it again`,
        { cause: error },
      );
    });
    const readiness = definitionReadiness(definition);
    conflicts = readiness.type === 'conflict' ? conflicts + 1 : 0;
    if (readiness.type === 'conflict' && conflicts >= enoughConflicts)
      throw new NotReadyError(
        `CustomResourceDefinition ${name} will not be served, as its names are taken: ${readiness.reason}`,
      );
    const reason =
      readiness.type === 'established' ? await unservedVersion(client, definition, signal) : readiness.reason;
    if (reason === undefined) return definition;
    await pause(client, `CustomResourceDefinition ${name} is not served: ${reason}`, options);
  }
}

/** Established is said a moment before requests are answered. */
async function unservedVersion(
  client: Client,
  { spec }: CustomResourceDefinition,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { group, scope, names } = spec;
  for (const { name: version } of spec.versions.filter(({ served }) => served)) {
    const resource: Resource = defineResource({
      group,
      version,
      kind: names.kind,
      plural: names.plural,
      scope,
    });
    if (!(await isServed(client, resource, signal)))
      return `there is no ${names.plural} in ${group}/${version} yet`;
  }
  return undefined;
}

async function isServed(
  client: Client,
  resource: Resource,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await Api.all(client, resource).list({ limit: 1, signal });
    return true;
  } catch (error) {
    // Who may define a kind need not see its objects.
    if (error instanceof ApiError && isForbidden(error)) return true;
    if (error instanceof ApiError && (isNotFound(error) || error.status.code === 503)) return false;
    throw error;
  }
}

async function pause(client: Client, what: string, options: AwaitServedOptions): Promise<void> {
  const { deadline, timeoutMs, signal } = options;
  const left = deadline - client.clock.monotonic();
  if (left <= 0) throw new DeadlineError(`${what}, after ${timeoutMs} ms`, { timeoutMs });
  await sleep(client.clock, Math.min(pauseMs, left), signal);
}
