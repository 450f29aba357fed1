// A part of an expression, ready to be evaluated.

import { Optional, type Value } from '../value.ts';
import { type Attribute, Path } from './attribute.ts';
import type { Evaluate } from './scope.ts';

export interface Node {
  readonly evaluate: Evaluate;
  /** What it is always. */
  readonly constant?: Value;
  readonly attribute?: Attribute;
}

export function constant(value: Value): Node {
  return { evaluate: () => value, constant: value };
}

export function attributeNode(attribute: Attribute): Node {
  const evaluate: Evaluate = (scope) => {
    const value = attribute.resolve(scope);
    scope.run.spend(attribute.isChoice ? 0 : 1);
    return value;
  };
  return { evaluate, attribute };
}

// The attribute costs one, the question whether it is there gives it back.
export function testNode(attribute: Attribute): Node {
  const evaluate: Evaluate = (scope) => {
    const value = attribute.resolve(scope);
    scope.run.spend(attribute.isChoice ? -1 : 0);
    return value instanceof Optional ? value.value !== undefined : value;
  };
  return { evaluate, attribute };
}

export function attributeOf(node: Node): Attribute {
  return node.attribute ?? new Path(node.evaluate);
}

export function costing(cost: number, evaluate: Evaluate): Node {
  return {
    evaluate: (scope) => {
      const value = evaluate(scope);
      scope.run.spend(cost);
      return value;
    },
  };
}
