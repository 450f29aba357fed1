// What a value is found to be: each fault once, and how much of it was right, by which the better of two branches is told.
// https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/validate/result.go

import type { FieldFault } from '../../status-error.ts';

export class Result {
  /** By what they say, which need not be all of the fault. */
  #faults: Map<string, FieldFault> | undefined;
  /** How many checks were made. */
  matches = 0;

  get faults(): readonly FieldFault[] {
    return [...(this.#faults?.values() ?? [])];
  }

  get isValid(): boolean {
    return this.#faults === undefined;
  }

  add(text: string, fault: FieldFault): void {
    this.#faults ??= new Map();
    if (!this.#faults.has(text)) this.#faults.set(text, fault);
  }

  merge(other: Result): void {
    this.matches += other.matches;
    if (other.#faults === undefined) return;
    if (this.#faults === undefined) this.#faults = new Map(other.#faults);
    else for (const [text, fault] of other.#faults) this.add(text, fault);
  }

  /** As if nothing had been found. */
  forgive(): void {
    this.#faults = undefined;
  }
}
