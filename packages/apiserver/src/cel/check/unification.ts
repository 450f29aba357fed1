// Which type may stand for which, and what the variables of types have come to be by that.

import type { Steps } from '../../schema/steps.ts';
import {
  CelType,
  dynType,
  isOptionalType,
  isSameType,
  listType,
  mapType,
  parameterType,
  typeOfType,
} from '../type.ts';

export function isDyn(type: CelType): boolean {
  return type.kind === 'dyn';
}

export function isDynOrError(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'error';
}

/** What an optional holds, or the type itself. */
export function unwrapped(type: CelType): CelType {
  return isOptionalType(type) ? type.first : type;
}

function isNullable(type: CelType): boolean {
  const { kind } = type;
  return (
    kind === 'opaque' || kind === 'struct' || kind === 'duration' || kind === 'timestamp' || kind === 'null'
  );
}

function isWiderOrEqual(a: CelType, b: CelType): boolean {
  if (isDyn(a) || a.kind === 'parameter') return true;
  if (isDyn(b) || b.kind === 'parameter' || a.kind !== b.kind) return false;
  if (a.kind === 'type') return true;
  if (a.kind !== 'opaque' && a.kind !== 'list' && a.kind !== 'map') return isSameType(a, b);
  if (a.name !== b.name || a.parameters.length !== b.parameters.length) return false;
  return a.parameters.every((one, index) => isWiderOrEqual(one, b.parameters[index] ?? dynType));
}

const largest = 10_000;
const deepest = 500;

/** Ends the check of an expression. */
export class TypeFault extends Error {}

/** The type, which is neither too large nor too deep. */
export function bounded(type: CelType): CelType {
  if (type.size <= largest && type.depth <= deepest) return type;
  throw new TypeFault(
    `the type has more than ${largest} parts, or more than ${deepest} within each other: build smaller lists and maps`,
  );
}

export class Unification {
  readonly #found = new Map<string, CelType>();
  /** What an attempt changed, to take it back if it fails. */
  #changes: (readonly [string, CelType | undefined])[] = [];
  readonly #steps: Steps;
  #count = 0;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  variable(): CelType {
    return parameterType(`_var${this.#count++}`);
  }

  /** The wider of two types of which one may stand for the other. */
  widest(a: CelType, b: CelType): CelType {
    this.#steps.spend(a.size + b.size);
    return isWiderOrEqual(a, b) ? a : b;
  }

  isAssignable(to: CelType, from: CelType): boolean {
    return this.areAssignable([to], [from]);
  }

  areAssignable(to: readonly CelType[], from: readonly CelType[]): boolean {
    this.#changes = [];
    if (this.#all(to, from)) return true;
    for (const [name, before] of this.#changes.toReversed()) {
      if (before) this.#found.set(name, before);
      else this.#found.delete(name);
    }
    return false;
  }

  /** With what is known of variables; `toDyn`: what is not known of may be anything. */
  resolved(type: CelType, toDyn = false): CelType {
    const found = type.kind === 'parameter' ? this.#found.get(type.name) : undefined;
    if (found) return this.resolved(found, toDyn);
    if (type.kind === 'parameter') return toDyn ? dynType : type;
    if (!type.isOpen) return type;
    this.#steps.spend(1);
    const parameters = type.parameters.map((one) => this.resolved(one, toDyn));
    const [first = dynType, second = dynType] = parameters;
    if (type.kind === 'list') return bounded(listType(first));
    if (type.kind === 'map') return bounded(mapType(first, second));
    if (type.kind === 'type') return bounded(typeOfType(first));
    return bounded(new CelType(type.kind, type.name, parameters));
  }

  #all(to: readonly CelType[], from: readonly CelType[]): boolean {
    if (to.length !== from.length) return false;
    return to.every((one, index) => this.#assign(one, from[index] ?? dynType));
  }

  isSame(a: CelType, b: CelType): boolean {
    this.#steps.spend(Math.min(a.size, b.size));
    return isSameType(a, b);
  }

  #assign(a: CelType, b: CelType): boolean {
    this.#steps.spend(1);
    if (b.kind === 'parameter') {
      const { isValid, isKnown } = this.#substitute(a, b);
      if (isValid) return true;
      if (isKnown) return false;
    }
    if (a.kind === 'parameter') return this.#substitute(b, a).isValid;
    if (isDynOrError(a) || isDynOrError(b)) return true;
    if (a.kind === 'null') return isNullable(b);
    if (b.kind === 'null') return isNullable(a);
    if (a.kind === 'type') return b.kind === 'type';
    if (a.kind !== b.kind || a.name !== b.name) return false;
    return this.#all(a.parameters, b.parameters);
  }

  #substitute(type: CelType, variable: CelType): { readonly isValid: boolean; readonly isKnown: boolean } {
    if (this.isSame(type, variable)) return { isValid: true, isKnown: true };
    const known = this.#found.get(variable.name);
    if (known) {
      if (this.isSame(type, known)) return { isValid: true, isKnown: true };
      if (!this.#assign(type, known)) return { isValid: false, isKnown: true };
      const wide = this.widest(type, known);
      if (this.#isFreeOf(wide, variable)) this.#set(variable, wide);
      return { isValid: true, isKnown: true };
    }
    if (!this.#isFreeOf(type, variable)) return { isValid: false, isKnown: false };
    this.#set(variable, type);
    return { isValid: true, isKnown: false };
  }

  #set({ name }: CelType, type: CelType): void {
    this.#changes.push([name, this.#found.get(name)]);
    this.#found.set(name, type);
  }

  #isFreeOf(type: CelType, variable: CelType): boolean {
    if (!type.isOpen) return true;
    if (this.isSame(type, variable)) return false;
    if (type.kind !== 'parameter') return type.parameters.every((one) => this.#isFreeOf(one, variable));
    const known = this.#found.get(type.name);
    return !known || this.#isFreeOf(known, variable);
  }
}
