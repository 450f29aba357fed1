// The macros of the language: what looks like a function, and gives names to what it works on.

import type { ASTNode } from '@marcbachmann/cel-js';
import { bool, type CelType, dyn, int, listOf, mapOf, optionalOf, typeName } from './cel-type.ts';
import { ExpressionError } from './expression-error.ts';

/** The variables of a place in an expression. */
export type Scope = ReadonlyMap<string, CelType>;

/** The type of an expression; what it throws for a wrong one passes through. */
export type TypeOf = (node: ASTNode, scope: Scope) => CelType;

export interface MethodMacro {
  readonly name: string;
  readonly receiver: ASTNode;
  readonly args: readonly ASTNode[];
}

/**
 * The type of `receiver.name(…)`; undefined where that is no macro.
 *
 * @throws ExpressionError
 */
export function macroType(call: MethodMacro, scope: Scope, typeOf: TypeOf): CelType | undefined {
  const { name, receiver, args } = call;
  if (name === 'bind' && receiver.op === 'id' && receiver.args === 'cel')
    return bindType(args, scope, typeOf);
  const count = variablesOf(name, args.length);
  if (count === undefined) return undefined;
  const names = args.slice(0, count).map((one) => variableName(name, one));
  const range = typeOf(receiver, scope);
  const inner = new Map([
    ...scope,
    ...names.map((one, at) => [one, variableType(name, range, { at, count })] as const),
  ]);
  const parts = args.slice(count);
  // All but the last of several are conditions.
  for (const condition of parts.slice(0, -1)) mustBeBool(name, typeOf(condition, inner));
  const last = parts.at(-1);
  return resultType(name, range, last === undefined ? dyn : typeOf(last, inner));
}

/**
 * Of `has(x.y)`.
 *
 * @throws ExpressionError
 */
export function hasType([field, ...more]: readonly ASTNode[], scope: Scope, typeOf: TypeOf): CelType {
  if (field === undefined || more.length > 0 || (field.op !== '.' && field.op !== '.?'))
    throw new ExpressionError('has() takes one field, as has(self.x)');
  typeOf(field, scope);
  return bool;
}

/** How many variables a macro gives names to. */
function variablesOf(name: string, args: number): 1 | 2 | undefined {
  switch (name) {
    case 'all':
    case 'exists':
    case 'existsOne':
      return args === 2 ? 1 : args === 3 ? 2 : undefined;
    case 'exists_one':
    case 'filter':
    case 'optMap':
    case 'optFlatMap':
    case 'sortBy':
      return args === 2 ? 1 : undefined;
    case 'map':
      return args === 2 || args === 3 ? 1 : undefined;
    case 'transformList':
    case 'transformMap':
    case 'transformMapEntry':
      return args === 3 || args === 4 ? 2 : undefined;
    default:
      return undefined;
  }
}

function variableType(
  macro: string,
  range: CelType,
  { at, count }: { readonly at: number; readonly count: number },
): CelType {
  if (range.kind === 'dyn' || range.kind === 'parameter') return dyn;
  if (macro === 'optMap' || macro === 'optFlatMap') {
    if (range.kind === 'optional') return range.element;
    throw new ExpressionError(`${macro} is of optionals, and ${typeName(range)} is none`);
  }
  if (range.kind === 'list') return count === 2 && at === 0 ? int : range.element;
  if (range.kind === 'map') return at === 0 ? range.key : range.value;
  throw new ExpressionError(`${macro} is of lists and maps, and ${typeName(range)} is neither`);
}

function resultType(macro: string, range: CelType, last: CelType): CelType {
  switch (macro) {
    case 'filter':
      mustBeBool(macro, last);
      return range.kind === 'map' ? listOf(range.key) : range;
    case 'sortBy':
      return range;
    case 'map':
    case 'transformList':
      return listOf(last);
    case 'transformMap':
      return mapOf(range.kind === 'map' ? range.key : int, last);
    case 'transformMapEntry':
      return last;
    case 'optMap':
      return optionalOf(last);
    case 'optFlatMap':
      return last;
    default:
      mustBeBool(macro, last);
      return bool;
  }
}

function bindType(
  [name, value, body]: readonly ASTNode[],
  scope: Scope,
  typeOf: TypeOf,
): CelType | undefined {
  if (name === undefined || value === undefined || body === undefined) return undefined;
  return typeOf(body, new Map([...scope, [variableName('bind', name), typeOf(value, scope)]]));
}

function variableName(macro: string, node: ASTNode): string {
  if (node.op === 'id') return node.args;
  throw new ExpressionError(`${macro} takes a name for each element first, as list.${macro}(x, …)`);
}

function mustBeBool(macro: string, type: CelType): void {
  if (type.kind === 'dyn' || (type.kind === 'named' && type.name === 'bool')) return;
  throw new ExpressionError(`the condition of ${macro} is ${typeName(type)}, not bool`);
}
