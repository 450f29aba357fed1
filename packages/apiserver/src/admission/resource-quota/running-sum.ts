// What the objects of one kind and namespace measure together that a quota is about. It changes with each object by the
// difference: a count of all of them at every write is too much where there are many.

import type { Amount } from '@kube-rx/core';
import { SortedTree } from '../../storage/sorted-tree.ts';
import type { ResourceAmounts } from '../../validation/resource-amounts.ts';
import type { Evaluator, Measure } from './evaluator.ts';
import { isInScopes, type ScopeSelector } from './stored-quota.ts';

/** The sum of what several objects have of one resource. */
interface Part {
  nanos: bigint;
  format: Amount['format'];
  /** How many objects have it, be it zero. */
  objects: number;
  /** How many of them write it so, and have more than zero. */
  readonly formats: Map<Amount['format'], number>;
}

/** An object that counts less from a time on. */
interface Ending {
  readonly usage: ResourceAmounts;
  readonly until: NonNullable<Measure['until']>;
}

export class RunningSum {
  readonly #evaluator: Evaluator;
  readonly #scopes: readonly ScopeSelector[];
  readonly #parts: Map<string, Part> = new Map();
  /** By the key of the object: those whose time has not come, in its order, and those that count less by now. */
  #ending: SortedTree<Ending> = SortedTree.empty();
  readonly #ended: Set<string> = new Set();

  constructor(evaluator: Evaluator, scopes: readonly ScopeSelector[]) {
    this.#evaluator = evaluator;
    this.#scopes = scopes;
  }

  get(name: string): Amount | undefined {
    return this.#parts.get(name);
  }

  /** An object has come, or changed after what it was is removed. Gives whether it counts. */
  add(key: string, measure: Measure): boolean {
    if (!isInScopes(this.#scopes, this.#evaluator, measure)) return false;
    this.#count(measure.usage, 1);
    const { usage, until } = measure;
    if (until) {
      const order = orderOf(key, until.time);
      this.#ending = this.#ending.set(order, { usage, until });
    }
    return true;
  }

  /** `measure` is that which was added. */
  remove(key: string, measure: Measure): boolean {
    if (!isInScopes(this.#scopes, this.#evaluator, measure)) return false;
    const { usage, until } = measure;
    const order = until && orderOf(key, until.time);
    const hasEnded = order !== undefined && this.#ended.delete(order);
    if (order !== undefined && !hasEnded) this.#ending = this.#ending.delete(order);
    this.#count(until && hasEnded ? until.usage : usage, -1);
    return true;
  }

  /** Takes away what time does, which only goes on. */
  advance(now: number): void {
    for (const [order, { usage, until }] of this.#ending.entries()) {
      if (!(now > until.time)) return;
      this.#ending = this.#ending.delete(order);
      this.#ended.add(order);
      this.#count(usage, -1);
      this.#count(until.usage, 1);
    }
  }

  #count(usage: ResourceAmounts, sign: 1 | -1): void {
    for (const [name, amount] of usage) {
      let part = this.#parts.get(name);
      if (!part) this.#parts.set(name, (part = newPart(amount.format)));
      countAmount(part, amount, sign);
      // Names come from objects, without end.
      if (part.objects === 0) this.#parts.delete(name);
    }
  }
}

function newPart(format: Amount['format']): Part {
  return { nanos: 0n, format, objects: 0, formats: new Map() };
}

function countAmount(part: Part, { nanos, format }: Amount, sign: 1 | -1): void {
  part.objects += sign;
  if (nanos === 0n) return;
  part.nanos += sign === 1 ? nanos : -nanos;
  part.formats.set(format, (part.formats.get(format) ?? 0) + sign);
  // It is written as it was before, as long as any of the objects is.
  if ((part.formats.get(part.format) ?? 0) > 0) return;
  for (const [other, count] of part.formats) if (count > 0) part.format = other;
}

// By time, and of one time by the key.
function orderOf(key: string, time: number): string {
  const bounded = Math.min(Math.max(0, time), Number.MAX_SAFE_INTEGER);
  return `${String(bounded).padStart(16, '0')} ${key}`;
}
