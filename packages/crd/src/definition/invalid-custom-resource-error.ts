// What no API server would take.

import { KubeError } from '@kube-rx/core';

// The rest would only be read by nobody.
const mostTold = 10;

/**
 * A custom resource cannot be defined so. All that is wrong is told at once, each with its version and place.
 *
 * @example
 * try {
 *   defineCustomResource({ group: 'shop', kind: 'Website', scope: 'Namespaced', versions: {} });
 * } catch (error) {
 *   if (error instanceof InvalidCustomResourceError) console.error(error.problems);
 * }
 */
export class InvalidCustomResourceError extends KubeError {
  override readonly name = 'InvalidCustomResourceError';
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    const told = problems.slice(0, mostTold).join('; ');
    super(`${what}: ${told}${problems.length > mostTold ? `; and ${problems.length - mostTold} more` : ''}`);
    this.problems = problems;
  }
}
