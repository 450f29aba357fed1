// How much one request may ask of the schemas: the server answers others meanwhile.

import { notImplemented } from '../status-error.ts';

/** About a second of work. */
const most = 100_000_000;

/** Counts the steps of one request. */
export class Steps {
  #left: number = most;

  /** @throws StatusError where more are asked for than a request has. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left >= 0) return;
    const advice = 'shorten the object, the schema or its patterns';
    throw notImplemented(`checks against a schema that take more than ${most} steps: ${advice}`);
  }

  /** What a value costs to be written out and compared. */
  spendOnText(text: string): void {
    this.spend(10 * text.length);
  }
}
