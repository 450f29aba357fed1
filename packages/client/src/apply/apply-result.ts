// What became of each object.

import { ApiError, causesOf, type DynamicObject, KubeError, ObjectRef, printable } from '@kube-rx/core';

/** What stands before every result. */
export interface ResultHead {
  readonly ref: ObjectRef<DynamicObject>;
  /** File and line of its manifest; undefined for what no file holds. */
  readonly where: string | undefined;
}

/** A field that another manager owns. */
export interface FieldConflict {
  /** As `kubectl`. */
  readonly manager: string;
  /** As `.spec.replicas`. */
  readonly field: string;
}

/** `object` is as the server has it now, or would have it in a dry run. */
export type ObjectResult = ResultHead &
  (
    | { readonly outcome: 'created' | 'configured' | 'unchanged'; readonly object: DynamicObject }
    /** Deleted, as it was in the set and is in no manifest. */
    | { readonly outcome: 'pruned' }
    /** Of `deleteAll`: its deletion has begun, or it is not there. */
    | { readonly outcome: 'deleted' | 'absent' }
    /** Nothing was sent for it. */
    | { readonly outcome: 'skipped'; readonly reason: string }
    | {
        readonly outcome: 'failed';
        readonly error: KubeError;
        /** Where it is refused because of them; else empty. */
        readonly conflicts: readonly FieldConflict[];
      }
  );

/**
 * Some objects could not be applied, pruned or deleted, or did not become ready in time. What is not `failed` or `skipped` was
 * carried out.
 *
 * @example
 * await applyAll(client, readManifests('deploy/')).catch((error) => {
 *   if (error instanceof ApplyError) for (const { ref, outcome } of error.results) console.log(ref.name, outcome);
 * });
 */
export class ApplyError extends KubeError {
  override readonly name = 'ApplyError';
  // Private, so that whoever logs the error does not log what was applied: it may be a Secret.
  readonly #results: readonly ObjectResult[];

  constructor(results: readonly ObjectResult[]) {
    const failed = results.filter((result) => result.outcome === 'failed');
    const told = failed.slice(0, mostToldFailures).map(describeFailed);
    const more = failed.length - told.length;
    const rest = more > 0 ? `; and ${more} more` : '';
    super(`${failed.length} of ${results.length} objects failed: ${told.join('; ')}${rest}`, {
      cause: failed[0]?.error,
    });
    this.#results = results;
  }

  /** Of all objects, those that went well included. */
  get results(): readonly ObjectResult[] {
    return this.#results;
  }
}

// The results have the others.
const mostToldFailures = 10;

function describeFailed(result: ObjectResult): string {
  const where = result.where === undefined ? '' : `${result.where}: `;
  return `${where}${result.outcome === 'failed' ? result.error.message : ObjectRef.format(result.ref)}`;
}

export function failedResult({ ref, where }: ResultHead, error: KubeError): ObjectResult {
  return { ref, where, outcome: 'failed', error, conflicts: fieldConflicts(error) };
}

/**
 * The fields that other managers own, from the answer to a server-side apply; at most a thousand.
 *
 * @example
 * const labels = { tier: 'front' };
 * await pods
 *   .apply('web', { metadata: { labels } }, { fieldManager: 'a' })
 *   .catch((error) => console.log(fieldConflicts(error)));
 */
export function fieldConflicts(error: unknown): FieldConflict[] {
  if (!(error instanceof ApiError)) return [];
  const causes = causesOf(error.status).filter(({ reason }) => reason === 'FieldManagerConflict');
  return causes.slice(0, 1000).map(({ message = '', field = '' }) => ({
    // As `conflict with "kubectl" using apps/v1`.
    manager: printable((/^conflict with "([^"]*)"/.exec(message)?.[1] ?? message).slice(0, 200)),
    field: printable(field.slice(0, 1000)),
  }));
}
