// Why a definition is not installed.

import { KubeError } from '@kube-rx/core';
import { type BreakingChange, describeChange } from '../definition/breaking-changes.ts';

// The rest would only be read by nobody.
const mostTold = 10;

/**
 * A definition would break what is stored on the server, or those who ask for it. Nothing was written.
 *
 * @example
 * await applyCrds(client, [Website]).catch((error) => {
 *   if (error instanceof BreakingChangeError) for (const change of error.changes) console.error(describeChange(change));
 * });
 */
export class BreakingChangeError extends KubeError {
  override readonly name = 'BreakingChangeError';
  /** Of all definitions. */
  readonly changes: readonly BreakingChange[];

  constructor(
    broken: readonly { readonly name: string; readonly changes: readonly BreakingChange[] }[],
    advice: string,
  ) {
    const changes = broken.flatMap((one) => one.changes);
    const lines = broken.flatMap((one) =>
      one.changes.map((change) => `${one.name}: ${describeChange(change)}`),
    );
    const more = lines.length > mostTold ? `; and ${lines.length - mostTold} more` : '';
    super(`${lines.slice(0, mostTold).join('; ')}${more}; ${advice}`);
    this.changes = changes;
  }
}
