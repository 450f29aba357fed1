// A value and the way into it: `a.b[0].?c`. Each step costs, as does the attribute as a whole.

import type { Steps } from '../../schema/steps.ts';
import { typeText } from '../type.ts';
import { CelError, ListValue, MapValue, none, Optional, typeOf, Uint, type Value } from '../value.ts';
import { valueText } from '../value-text.ts';
import { keyWork } from './call-work.ts';
import type { Evaluate, Scope } from './scope.ts';

export interface Qualifier {
  readonly isOptional: boolean;
  /** As in `has(a.b)`: what comes of it is whether it is there. */
  readonly isTest: boolean;
  readonly key: Evaluate;
}

export interface Attribute {
  readonly isChoice: boolean;
  add: (qualifier: Qualifier) => void;
  resolve: Evaluate;
}

export class Path implements Attribute {
  readonly isChoice = false;
  readonly #base: Evaluate;
  readonly #qualifiers: Qualifier[] = [];

  constructor(base: Evaluate) {
    this.#base = base;
  }

  add(qualifier: Qualifier): void {
    this.#qualifiers.push(qualifier);
  }

  resolve(scope: Scope): Value {
    let value = this.#base(scope);
    let isOptional = value instanceof Optional;
    if (value instanceof Optional) {
      if (value.value === undefined) return value;
      value = value.value;
    }
    if (value instanceof CelError) return value;
    for (const qualifier of this.#qualifiers) {
      isOptional ||= qualifier.isOptional;
      const next = qualified(value, qualifier, { scope, isOptional });
      if (next === undefined) return none;
      if (next instanceof CelError) return next;
      value = next;
    }
    return isOptional ? new Optional(value) : value;
  }
}

/** A variable, by its name. */
export function variablePath(name: string): Path {
  return new Path((scope) => {
    const value = scope.find(name);
    return value === undefined ? new CelError(`no such attribute(s): ${name}`) : value;
  });
}

/** `condition ? yes : no`, with what is asked of either. */
export class Choice implements Attribute {
  readonly isChoice = true;
  readonly #condition: Evaluate;
  readonly #yes: Attribute;
  readonly #no: Attribute;

  constructor(condition: Evaluate, yes: Attribute, no: Attribute) {
    this.#condition = condition;
    this.#yes = yes;
    this.#no = no;
  }

  add(qualifier: Qualifier): void {
    this.#yes.add(qualifier);
    this.#no.add(qualifier);
  }

  resolve(scope: Scope): Value {
    const which = this.#condition(scope);
    if (typeof which === 'boolean') return which ? this.#yes.resolve(scope) : this.#no.resolve(scope);
    return which instanceof CelError ? which : new CelError('no such overload');
  }
}

// Undefined: it is not there, and need not be.
function qualified(
  value: Value,
  { key, isTest }: Qualifier,
  { scope, isOptional }: { scope: Scope; isOptional: boolean },
): Value | undefined {
  const at = key(scope);
  if (at instanceof CelError) {
    if (!isOptional) scope.run.spend(1);
    return at;
  }
  scope.run.steps.spend(keyWork(at));
  const found = look(value, at, scope.run.steps);
  if (isOptional) {
    if (!(found instanceof CelError)) scope.run.spend(1);
    return found instanceof Missing ? undefined : found;
  }
  scope.run.spend(1);
  if (isTest)
    return found instanceof CelError && !(found instanceof Missing) ? found : !(found instanceof Missing);
  return found;
}

class Missing extends CelError {}

function look(value: Value, key: Value, steps: Steps): Value {
  if (value instanceof MapValue) {
    const found = value.find(key);
    return found === undefined ? new Missing(`no such key: ${valueText(key, steps)}`) : found;
  }
  if (!(value instanceof ListValue)) return new Missing(`no such key: ${valueText(key, steps)}`);
  const index = indexOf(key, steps);
  if (index instanceof CelError) return index;
  const isThere = index >= 0 && index < value.size;
  return isThere ? value.at(index) : new Missing(`index out of bounds: ${valueText(key, steps)}`);
}

function indexOf(key: Value, steps: Steps): number | CelError {
  if (typeof key === 'bigint') return Number(key);
  if (typeof key === 'number' && Number.isInteger(key)) return key;
  if (key instanceof Uint) return Number(key.value);
  if (typeof key === 'number')
    return new CelError(`unsupported index value ${valueText(key, steps)} in list`);
  return new CelError(`unsupported index type '${typeText(typeOf(key))}' in list`);
}
