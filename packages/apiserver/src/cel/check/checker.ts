// The types of an expression and of its parts, and which functions its calls mean.

import type { Steps } from '../../schema/steps.ts';
import { type Declarations, namedType } from '../declarations.ts';
import type {
  Call,
  Comprehension,
  Expression,
  ListLiteral,
  MapLiteral,
  Selection,
  StructLiteral,
} from '../syntax/expression.ts';
import type { Issue } from '../syntax/issue.ts';
import {
  boolType,
  CelType,
  dynType,
  errorType,
  intType,
  listType,
  mapType,
  optionalType,
  typeText,
} from '../type.ts';
import { typeOf } from '../value.ts';
import { Names, pathOf, type Reference } from './names.ts';
import { resolution } from './overload-resolution.ts';
import { type Overload, overloadsOf } from './signatures.ts';
import { bounded, isDyn, isDynOrError, TypeFault, Unification, unwrapped } from './unification.ts';

export interface Checked {
  readonly expression: Expression;
  readonly type: CelType;
  readonly typeOf: (part: Expression) => CelType;
  readonly references: ReadonlyMap<Expression, Reference>;
  readonly issues: readonly Issue[];
}

export function check(expression: Expression, declarations: Declarations, steps: Steps): Checked {
  const checker = new Checker(
    declarations,
    steps.part(() => new TypeFault('the types take too many steps to be found: shorten the expression')),
  );
  const types = checker.whole(expression);
  const typeOfPart = (part: Expression): CelType => types.get(part) ?? errorType;
  const { issues, references } = checker;
  return { expression, type: typeOfPart(expression), typeOf: typeOfPart, references, issues };
}

const patchFunctions: ReadonlySet<string> = new Set(['jsonpatch.escapeKey']);

class Checker {
  readonly issues: Issue[] = [];
  readonly #declarations: Declarations;
  readonly #types = new Map<Expression, CelType>();
  readonly #steps: Steps;
  readonly #unification: Unification;
  readonly #names: Names;

  /** Where the check is: what ends it is told there. */
  #at: Expression | undefined;

  constructor(declarations: Declarations, steps: Steps) {
    this.#declarations = declarations;
    this.#names = new Names(declarations);
    this.#steps = steps;
    this.#unification = new Unification(steps);
  }

  get references(): ReadonlyMap<Expression, Reference> {
    return this.#names.references;
  }

  /** The types of all parts. */
  whole(expression: Expression): ReadonlyMap<Expression, CelType> {
    const found = new Map<Expression, CelType>();
    try {
      this.check(expression);
      for (const [part, type] of this.#types) {
        this.#at = part;
        found.set(part, this.#unification.resolved(type, true));
      }
    } catch (error) {
      if (!(error instanceof TypeFault)) throw error;
      this.issues.push({ offset: (this.#at ?? expression).offset, message: error.message });
    }
    return found;
  }

  check(part: Expression): CelType {
    const type = bounded(this.#check(part));
    this.#at = part;
    this.#types.set(part, type);
    return type;
  }

  #typeOf(part: Expression): CelType {
    return this.#types.get(part) ?? errorType;
  }

  #fault(at: { readonly offset: number }, message: string): CelType {
    this.#steps.spendOnText(message);
    this.issues.push({ offset: at.offset, message });
    return errorType;
  }

  #check(part: Expression): CelType {
    switch (part.kind) {
      case 'literal':
        return typeOf(part.value);
      case 'identifier':
        return this.#names.find(part, part.name) ?? this.#undeclared(part, part.name);
      case 'selection':
        return this.#selection(part);
      case 'call':
        return part.name === '_?._' ? this.#optionalSelection(part) : this.#call(part);
      case 'list':
        return this.#list(part);
      case 'map':
        return this.#map(part);
      case 'struct':
        return this.#struct(part);
      case 'comprehension':
        return this.#comprehension(part);
    }
  }

  #undeclared(at: { readonly offset: number }, name: string): CelType {
    return this.#fault(at, `undeclared reference to '${name}' (in container '')`);
  }

  #selection(part: Selection): CelType {
    const path = part.isTest ? undefined : pathOf(part);
    const named = path === undefined ? undefined : this.#names.find(part, path);
    if (named) return named;
    const type = this.#field(part, part);
    return part.isTest ? boolType : this.#unification.resolved(type);
  }

  #optionalSelection(part: Call): CelType {
    const [operand, field] = part.args;
    if (!operand || field?.kind !== 'literal' || typeof field.value !== 'string') return errorType;
    const type = this.#field(part, { operand, field: field.value, isOptional: true });
    this.#names.references.set(part, {
      kind: 'function',
      name: '_?._',
      overloads: ['select_optional_field'],
      isMember: false,
    });
    return this.#unification.resolved(type);
  }

  // The type of a field: within an optional, if it is one of an optional.
  #field(
    at: Expression,
    { operand, field, isOptional = false }: { operand: Expression; field: string; isOptional?: boolean },
  ): CelType {
    const type = this.#unification.resolved(this.check(operand));
    const target = unwrapped(type);
    const result = this.#fieldOf(at, target, field);
    return target === type && !isOptional ? result : optionalType(result);
  }

  #fieldOf(at: Expression, target: CelType, field: string): CelType {
    if (target.kind === 'map') return target.second;
    if (target.kind === 'struct') {
      const fields = this.#declarations.fieldsOf(target.name);
      if (!fields) return this.#fault(at, `unexpected failed resolution of '${target.name}'`);
      return fields.get(field) ?? this.#fault(at, `undefined field '${field}'`);
    }
    if (target.kind === 'parameter') this.#unification.isAssignable(dynType, target);
    else if (!isDynOrError(target))
      this.#fault(at, `type '${typeText(target)}' does not support field selection`);
    return dynType;
  }

  #call(part: Call): CelType {
    for (const one of part.args) this.check(one);
    const { target } = part;
    if (!target) {
      const name = part.name.startsWith('.') ? part.name.slice(1) : part.name;
      return this.#overloadsOf(name)
        ? this.#resolve(part, { name, args: part.args })
        : this.#undeclared(part, part.name);
    }
    const path = pathOf(target);
    const qualified = path === undefined ? '' : `${path.startsWith('.') ? path.slice(1) : path}.${part.name}`;
    if (qualified && this.#overloadsOf(qualified))
      return this.#resolve(part, { name: qualified, args: part.args });
    this.check(target);
    if (!this.#overloadsOf(part.name)) return this.#undeclared(part, part.name);
    return this.#resolve(part, { name: part.name, args: [target, ...part.args], isMember: true });
  }

  #overloadsOf(name: string): readonly Overload[] | undefined {
    if (patchFunctions.has(name) && !this.#declarations.patches) return undefined;
    return overloadsOf(name);
  }

  #resolve(
    at: Call,
    { name, args, isMember = false }: { name: string; args: readonly Expression[]; isMember?: boolean },
  ): CelType {
    const types = args.map((one) => this.#typeOf(one));
    if (name === '_&&_' || name === '_||_') return this.#logic(at, args);
    const found = resolution({ name, types, isMember }, this.#unification);
    if (!found) return this.#noOverload(at, { name, types, isMember });
    this.#names.references.set(at, { kind: 'function', name, overloads: found.overloads, isMember });
    return found.result;
  }

  #noOverload(
    at: Call,
    { name, types, isMember }: { name: string; types: CelType[]; isMember: boolean },
  ): CelType {
    const texts = types.map((one) => typeText(this.#unification.resolved(one, true)));
    const target = isMember ? `${texts.shift() ?? ''}.` : '';
    return this.#fault(
      at,
      `found no matching overload for '${name}' applied to '${target}(${texts.join(', ')})'`,
    );
  }

  #logic(at: Call, args: readonly Expression[]): CelType {
    const wrong = args.filter((one) => !this.#expect(one, boolType));
    const overloads = [at.name === '_&&_' ? 'logical_and' : 'logical_or'];
    if (wrong.length > 0) return errorType;
    this.#names.references.set(at, { kind: 'function', name: at.name, overloads, isMember: false });
    return boolType;
  }

  #expect(part: Expression, type: CelType): boolean {
    const found = this.#typeOf(part);
    if (this.#unification.isAssignable(type, found)) return true;
    this.#mismatch(part, { expected: type, found });
    return false;
  }

  #mismatch(at: Expression, { expected, found }: { expected: CelType; found: CelType }): CelType {
    return this.#fault(at, `expected type '${typeText(expected)}' but found '${typeText(found)}'`);
  }

  #list(part: ListLiteral): CelType {
    let items: CelType | undefined;
    part.items.forEach((item, index) => {
      const type = this.check(item);
      items = this.#joined(items, part.optional.has(index) ? this.#optional(item, type) : type);
    });
    return listType(items ?? this.#unification.variable());
  }

  #optional(part: Expression, type: CelType): CelType {
    const inner = unwrapped(type);
    if (inner === type && !isDyn(type)) this.#mismatch(part, { expected: optionalType(type), found: type });
    return inner;
  }

  #joined(before: CelType | undefined, type: CelType): CelType {
    if (!before) return type;
    if (this.#unification.isAssignable(before, type)) return this.#unification.widest(before, type);
    return dynType;
  }

  #map(part: MapLiteral): CelType {
    let keys: CelType | undefined;
    let values: CelType | undefined;
    for (const { key, value, isOptional } of part.entries) {
      keys = this.#joined(keys, this.check(key));
      const type = this.check(value);
      values = this.#joined(values, isOptional ? this.#optional(value, type) : type);
    }
    return mapType(keys ?? this.#unification.variable(), values ?? this.#unification.variable());
  }

  #struct(part: StructLiteral): CelType {
    const name = part.name.startsWith('.') ? part.name.slice(1) : part.name;
    const fields = this.#declarations.fieldsOf(name);
    if (!fields) {
      const known = namedType(name);
      if (!known) return this.#undeclared(part, part.name);
      return this.#fault(part, `'${name}' is not a message type`);
    }
    for (const { name: field, value, offset, isOptional } of part.fields) {
      const given = this.check(value);
      const found = isOptional ? this.#optional(value, given) : given;
      const expected = fields.get(field);
      if (!expected) this.#fault({ offset }, `undefined field '${field}'`);
      else if (!this.#unification.isAssignable(expected, found))
        this.#fault(
          { offset },
          `expected type of field '${field}' is '${typeText(expected)}' but provided type is '${typeText(found)}'`,
        );
    }
    return new CelType('struct', name);
  }

  #comprehension(part: Comprehension): CelType {
    const range = this.#unification.resolved(this.check(part.range));
    const start = this.check(part.start);
    const [first, second] = this.#loopTypes(part, range);
    this.#names.enter(new Map([[part.accumulator, start]]));
    const both = part.second === undefined ? [] : [[part.second, second] as const];
    this.#names.enter(new Map([[part.variable, first], ...both]));
    this.check(part.condition);
    this.#expect(part.condition, boolType);
    this.check(part.step);
    this.#expect(part.step, start);
    this.#names.leave();
    const result = this.check(part.result);
    this.#names.leave();
    return this.#unification.resolved(result);
  }

  #loopTypes(part: Comprehension, range: CelType): readonly [CelType, CelType] {
    if (range.kind === 'list')
      return part.second === undefined ? [range.first, dynType] : [intType, range.first];
    if (range.kind === 'map') return [range.first, range.second];
    if (isDynOrError(range) || range.kind === 'parameter') {
      this.#unification.isAssignable(dynType, range);
      return [dynType, dynType];
    }
    this.#fault(
      part.range,
      `expression of type '${typeText(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
    );
    return [errorType, errorType];
  }
}

/** Whether the expression names a variable. */
export function usesName({ references }: Checked, name: string): boolean {
  for (const reference of references.values())
    if (reference.kind === 'variable' && reference.name === name) return true;
  return false;
}
