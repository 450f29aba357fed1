// What names mean where they stand.

import { type Declarations, namedType } from '../declarations.ts';
import type { Expression } from '../syntax/expression.ts';
import { type CelType, typeOfType } from '../type.ts';

/** What a name means: a variable, a type, or a function with those of its overloads that may be meant. */
export type Reference =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'type'; readonly type: CelType }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly overloads: readonly string[];
      readonly isMember: boolean;
    };

export class Names {
  readonly references: Map<Expression, Reference> = new Map();
  readonly #declarations: Declarations;
  readonly #scopes: Map<string, CelType>[] = [];

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  /** Opens the scope of a loop, whose variables hide others. */
  enter(variables: ReadonlyMap<string, CelType>): void {
    this.#scopes.push(new Map(variables));
  }

  leave(): void {
    this.#scopes.pop();
  }

  /** The type of what the name means there; undefined: there is nothing of this name. */
  find(part: Expression, text: string): CelType | undefined {
    const name = text.startsWith('.') ? text.slice(1) : text;
    const local = this.#scopes.findLast((scope) => scope.has(name))?.get(name);
    const variable = local ?? this.#declarations.variables.get(name);
    if (variable) {
      this.references.set(part, { kind: 'variable', name });
      return variable;
    }
    const type = namedType(name);
    if (!type) return undefined;
    this.references.set(part, { kind: 'type', type });
    return typeOfType(type);
  }
}

/** `a.b.c`: undefined if it is no such path. */
export function pathOf(part: Expression): string | undefined {
  const fields: string[] = [];
  let at = part;
  while (at.kind === 'selection' && !at.isTest) {
    fields.push(at.field);
    at = at.operand;
  }
  return at.kind === 'identifier' ? [at.name, ...fields.toReversed()].join('.') : undefined;
}
