// Variables of policies: expressions with a name, each evaluated when it is first asked for.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/cel/composition.go

import type { Variables as Names } from '../../cel/run/scope.ts';
import type { CelType } from '../../cel/type.ts';
import { CelError, MapValue, type Value } from '../../cel/value.ts';
import type { Steps } from '../../schema/steps.ts';
import { type Environment, variableType } from './environment.ts';
import { compiled, type Expression } from './expression.ts';

export interface NamedText {
  readonly name: string;
  readonly expression: string;
}

/** Variables as far as they are declared: later ones may name earlier ones. */
export class DeclaredVariables {
  readonly types: Map<string, CelType> = new Map();
  readonly expressions: Map<string, Expression> = new Map();

  declare(
    { name, expression }: NamedText,
    environment: Omit<Environment, 'variables'>,
    steps: Steps,
  ): Expression {
    const terms = { environment: { ...environment, variables: this.types }, wanted: undefined, steps };
    const one = compiled(expression, terms);
    this.types.set(name, variableType(one.type));
    this.expressions.set(name, one);
    return one;
  }
}

/** The variables in one evaluation of the expressions of a policy. */
export class LazyVariables extends MapValue {
  /** What variables have cost since it was last taken. */
  cost = 0;
  readonly #expressions: ReadonlyMap<string, Expression>;
  readonly #names: Names;
  readonly #steps: Steps;
  readonly #values = new Map<string, Value>();

  constructor(expressions: ReadonlyMap<string, Expression>, names: Names, steps: Steps) {
    super();
    this.#expressions = expressions;
    this.#names = names;
    this.#steps = steps;
  }

  get size(): number {
    return this.#expressions.size;
  }

  find(key: Value): Value | undefined {
    if (typeof key !== 'string') return undefined;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const expression = this.#expressions.get(key);
    if (!expression) return undefined;
    // A second variable of a name may ask for itself.
    this.#values.set(key, new CelError(`composited variable ${JSON.stringify(key)} depends on itself`));
    const value = this.#evaluate(key, expression);
    this.#values.set(key, value);
    return value;
  }

  keys(): Iterable<Value> {
    return this.#expressions.keys();
  }

  #evaluate(name: string, { program }: Expression): Value {
    const variable = `composited variable ${JSON.stringify(name)}`;
    if (typeof program === 'string') return new CelError(`${variable} fails to compile: ${program}`);
    const { value, cost } = program.evaluate(this.#names, this.#steps);
    this.cost += cost;
    if (!(value instanceof CelError)) return value;
    return new CelError(`${variable} fails to evaluate: ${value.message}`);
  }
}
