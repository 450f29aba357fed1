// How much one request may ask of the schemas: the server answers others meanwhile.

import { notImplemented } from '../status-error.ts';

/** About a second of work. */
const most = 100_000_000;
/** What a part of the work leaves to what comes after it. */
const reserve = 10_000_000;

function tooMany(): Error {
  const advice = 'shorten the object, the schema or its patterns';
  return notImplemented(`checks against a schema that take more than ${most} steps: ${advice}`);
}

/** Counts the steps of one request, or of a part of it. */
export class Steps {
  readonly #whole: Steps | undefined;
  readonly #exceeded: () => Error;
  #left: number;

  /** Without arguments: those that a request has. */
  constructor(left: number = most, whole?: Steps, exceeded: () => Error = tooMany) {
    this.#left = left;
    this.#whole = whole;
    this.#exceeded = exceeded;
  }

  /**
   * Those that a part of the work may take, which are spent of these as well. A few are left to what comes after it.
   * `exceeded` is what ends the part that asks for more.
   */
  part(exceeded: () => Error): Steps {
    const left = Math.max(this.#left - reserve, this.#left / 2, 0);
    return new Steps(left, this, exceeded);
  }

  /** @throws StatusError where more are asked for than a request has; for a part, what it was given for that. */
  spend(steps: number): void {
    this.#left -= steps;
    if (!(this.#left >= 0)) throw this.#exceeded();
    this.#whole?.spend(steps);
  }

  /** What a value costs to be written out and compared. */
  spendOnText(text: string): void {
    this.spend(10 * text.length);
  }
}
