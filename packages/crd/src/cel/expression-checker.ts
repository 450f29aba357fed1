// The type of an expression, or what is wrong with it: the rules of the server's checker over the tree of a parser.

import { quotedText } from '@kube-rx/core';
import type { ASTNode } from '@marcbachmann/cel-js';
import {
  bool,
  type CelType,
  dyn,
  int,
  listOf,
  mapOf,
  named,
  optionalOf,
  string,
  typeName,
} from './cel-type.ts';
import { ExpressionError } from './expression-error.ts';
import { typeNames, unjudgedNamespaces } from './function-signatures.ts';
import { hasType, macroType, type Scope } from './macros.ts';
import { join } from './match-type.ts';
import { isKnown, resultOf } from './overloads.ts';

/** @throws ExpressionError */
export function typeOfExpression(node: ASTNode, scope: Scope): CelType {
  switch (node.op) {
    case 'value':
      return literalType(node.args);
    case 'id':
      return variableType(node.args, node, scope);
    case '.':
    case '.?':
      return selection(node, node.args, scope);
    case '[]':
    case '[?]':
      return indexed(node, node.args, scope);
    case 'list':
      return listOf(
        node.args.map((one) => typeOfExpression(one, scope)).reduce(joinElements(node), unknownYet),
      );
    case 'map': {
      const keys = node.args.map(([key]) => typeOfExpression(key, scope));
      const values = node.args.map(([, value]) => typeOfExpression(value, scope));
      return mapOf(
        keys.reduce(joinElements(node), unknownYet),
        values.reduce(joinElements(node), unknownYet),
      );
    }
    case '?:':
      return ternary(node, node.args, scope);
    case '&&':
    case '||':
      for (const side of node.args) expectBool(side, scope);
      return bool;
    case '!_':
    case '-_':
      return called(node, { name: node.op, method: false, given: [typeOfExpression(node.args, scope)] });
    case 'call': {
      const [name, given] = node.args;
      if (name === 'has') return hasType(given, scope, typeOfExpression);
      return called(node, { name, method: false, given: given.map((one) => typeOfExpression(one, scope)) });
    }
    case 'rcall':
      return methodCall(node, node.args, scope);
    default:
      return called(node, {
        name: node.op,
        method: false,
        given: node.args.map((one) => typeOfExpression(one, scope)),
      });
  }
}

/** @throws ExpressionError where it is neither a bool nor unknown. */
export function expectBool(node: ASTNode, scope: Scope): void {
  const type = typeOfExpression(node, scope);
  if (type.kind === 'dyn' || (type.kind === 'named' && type.name === 'bool')) return;
  throw new ExpressionError(`${excerpt(node)} is ${typeName(type)}, not bool`);
}

/** The part of the rule that a message is about. */
function excerpt({ input, range: { start, end } }: ASTNode): string {
  return quotedText(input.slice(start, end));
}

/** What the elements of an empty literal are. */
const unknownYet: CelType = { kind: 'parameter', name: '_' };

function literalType(value: unknown): CelType {
  switch (typeof value) {
    case 'string':
      return string;
    case 'bigint':
      return int;
    case 'number':
      return named('double');
    case 'boolean':
      return bool;
    default:
      if (value === null) return named('null_type');
      return named(value instanceof Uint8Array ? 'bytes' : 'uint');
  }
}

function variableType(name: string, node: ASTNode, scope: Scope): CelType {
  const type = scope.get(name) ?? (typeNames.has(name) ? named('type') : undefined);
  if (type) return type;
  const known = [...scope.keys()].join(', ');
  throw new ExpressionError(`${excerpt(node)} is not declared; there are: ${known}`);
}

function selection(node: ASTNode, [target, name]: readonly [ASTNode, string], scope: Scope): CelType {
  const path = dottedName(node);
  if (path !== undefined && !scope.has(path.split('.')[0] ?? '')) {
    if (typeNames.has(path)) return named('type');
    if (unjudgedNamespaces.has(path.split('.')[0] ?? '')) return dyn;
  }
  return accessed(node, typeOfExpression(target, scope), (type) => fieldOf(type, name, node));
}

/** A selection of something optional is optional itself. */
function accessed(node: ASTNode, target: CelType, access: (type: CelType) => CelType): CelType {
  if (target.kind === 'optional') return optionalOf(access(target.element));
  const type = access(target);
  return node.op === '.?' || node.op === '[?]' ? optionalOf(type) : type;
}

function fieldOf(type: CelType, name: string, node: ASTNode): CelType {
  switch (type.kind) {
    case 'dyn':
    case 'parameter':
      return dyn;
    case 'map':
      return type.value;
    case 'object': {
      const field = type.fields.get(name);
      if (field) return field;
      const known = [...type.fields.keys()];
      const more = known.length > 20 ? `, and ${known.length - 20} more` : '';
      throw new ExpressionError(
        `${excerpt(node)} has no such field; there are: ${known.slice(0, 20).join(', ') || 'none'}${more}`,
      );
    }
    case 'named':
    case 'list':
    case 'optional':
      throw new ExpressionError(`${excerpt(node)} takes a field of ${typeName(type)}, which has none`);
  }
}

function indexed(node: ASTNode, [target, index]: readonly [ASTNode, ASTNode], scope: Scope): CelType {
  const key = typeOfExpression(index, scope);
  return accessed(node, typeOfExpression(target, scope), (type) => {
    if (type.kind === 'dyn' || type.kind === 'parameter') return dyn;
    if (type.kind === 'list' && join(int, key)) return type.element;
    if (type.kind === 'map' && (join(type.key, key) || type.key.kind === 'parameter')) return type.value;
    throw new ExpressionError(`${excerpt(node)} takes an element of ${typeName(type)} by ${typeName(key)}`);
  });
}

function joinElements(node: ASTNode): (one: CelType, other: CelType) => CelType {
  return (one, other) => {
    if (one === unknownYet) return other;
    const both = join(one, other);
    if (both) return both;
    if (one.kind !== 'named' || other.kind !== 'named') return dyn;
    throw new ExpressionError(
      `${excerpt(node)} has ${typeName(one)} and ${typeName(other)} among its elements`,
    );
  };
}

function ternary(
  node: ASTNode,
  [condition, yes, no]: readonly [ASTNode, ASTNode, ASTNode],
  scope: Scope,
): CelType {
  expectBool(condition, scope);
  const [one, other] = [typeOfExpression(yes, scope), typeOfExpression(no, scope)];
  const both = join(one, other);
  if (both) return both;
  throw new ExpressionError(`${excerpt(node)} is either ${typeName(one)} or ${typeName(other)}`);
}

function methodCall(
  node: ASTNode,
  [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]],
  scope: Scope,
): CelType {
  const namespace = receiver.op === 'id' && !scope.has(receiver.args) ? receiver.args : undefined;
  const macro = macroType({ name, receiver, args }, scope, typeOfExpression);
  if (macro) return macro;
  const given = args.map((one) =>
    name === 'format' ? formatArgument(one, scope) : typeOfExpression(one, scope),
  );
  if (namespace !== undefined) {
    if (unjudgedNamespaces.has(namespace)) return dyn;
    const full = `${namespace}.${name}`;
    if (isKnown(full, false)) return called(node, { name: full, method: false, given });
  }
  return called(node, { name, method: true, given: [typeOfExpression(receiver, scope), ...given] });
}

/** What is formatted may be of many types, as nowhere else. */
function formatArgument(node: ASTNode, scope: Scope): CelType {
  if (node.op !== 'list') return typeOfExpression(node, scope);
  for (const one of node.args) typeOfExpression(one, scope);
  return listOf(dyn);
}

function called(
  node: ASTNode,
  call: { readonly name: string; readonly method: boolean; readonly given: readonly CelType[] },
): CelType {
  const result = resultOf(call);
  if (result) return result;
  if (node.op.endsWith('call') && !isKnown(call.name, call.method))
    throw new ExpressionError(
      `${excerpt(node)} calls ${quotedText(call.name)}, which is no ${call.method ? 'method' : 'function'}`,
    );
  const types = call.given.map(typeName).join(', ');
  const name = call.name.replace('_', '');
  throw new ExpressionError(`${excerpt(node)}: ${name} does not take (${types})`);
}

/** As `google.protobuf.Timestamp`. */
function dottedName(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return undefined;
  const beginning = dottedName(node.args[0]);
  return beginning === undefined ? undefined : `${beginning}.${node.args[1]}`;
}
