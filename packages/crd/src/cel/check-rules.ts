// Checks the rules of a schema, at any depth, as far as that can be done without the server.

import { quotedText } from '@kube-rx/core';
import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import type { JsonSchemaProps, ValidationRule } from '../schema/json-schema-props.ts';
import { type CelType, optionalOf, typeName } from './cel-type.ts';
import { expectBool, typeOfExpression } from './expression-checker.ts';
import { ExpressionError } from './expression-error.ts';
import { typeOfNode } from './schema-type.ts';

/** A rule that no server takes. */
export interface RuleProblem {
  /** Of the node that the rule is of, as `.spec.hosts[]`; empty for the whole object. */
  readonly path: string;
  readonly rule: string;
  readonly problem: string;
}

/**
 * What is wrong with the rules of a schema: with their syntax, with fields that it does not have, with types. What cannot
 * be judged here is left to the server: its budget for the cost of rules, the syntax of regular expressions, and what the
 * parser does not know (optional entries as `[?x]`, names in backticks, `.5`), and rules of more than 5,000 parts.
 *
 * @example checkRules({ type: 'object', 'x-kubernetes-validations': [{ rule: 'self.replicas > 0' }] })[0]?.problem;
 */
export function checkRules(schema: JsonSchemaProps): RuleProblem[] {
  return nodesWithRules(schema, '').flatMap(({ path, node, root }) => {
    const type = typeOfNode(node, root);
    return (node['x-kubernetes-validations'] ?? []).flatMap((rule) => problemsOf(rule, { path, node, type }));
  });
}

interface RuleNode {
  readonly path: string;
  readonly node: JsonSchemaProps;
  readonly root: boolean;
}

function nodesWithRules(node: JsonSchemaProps, path: string): RuleNode[] {
  const root = path === '' || node['x-kubernetes-embedded-resource'] === true;
  const below: [string, JsonSchemaProps][] = Object.entries(node.properties ?? {}).map(([name, property]) => [
    `${path}.${name}`,
    property,
  ]);
  if (typeof node.additionalProperties === 'object') below.push([`${path}[*]`, node.additionalProperties]);
  if (node.items) below.push([`${path}[]`, node.items]);
  const own = node['x-kubernetes-validations']?.length ? [{ path, node, root }] : [];
  return [...own, ...below.flatMap(([at, child]) => nodesWithRules(child, at))];
}

interface RulePlace {
  readonly path: string;
  readonly node: JsonSchemaProps;
  readonly type: CelType | undefined;
}

function problemsOf(rule: ValidationRule, { path, node, type }: RulePlace): RuleProblem[] {
  const problems: string[] = [];
  const tell = (problem: string | undefined): void => {
    if (problem !== undefined) problems.push(problem);
  };
  if (type === undefined) tell('rules cannot read what is here, as its type is not known');
  else {
    const scope = new Map([
      ['self', type],
      ['oldSelf', rule.optionalOldSelf ? optionalOf(type) : type],
    ]);
    tell(problemOf(rule.rule, (tree) => expectBool(tree, scope)));
    if (rule.messageExpression !== undefined)
      tell(problemOf(rule.messageExpression, (tree) => expectText(typeOfExpression(tree, scope))));
  }
  if (rule.message !== undefined && /[\r\n]/.test(rule.message)) tell('its message has a line break');
  if (rule.message === undefined && /[\r\n]/.test(rule.rule) && rule.messageExpression === undefined)
    tell('it has a line break, so it needs a message');
  if (rule.reason !== undefined && !reasons.has(rule.reason))
    tell(`its reason ${quotedText(rule.reason)} is none of ${[...reasons].join(', ')}`);
  if (rule.fieldPath !== undefined && !hasField(node, rule.fieldPath))
    tell(`its fieldPath ${quotedText(rule.fieldPath)} is no field here`);
  return problems.map((problem) => ({ path, rule: rule.rule, problem }));
}

const reasons: ReadonlySet<string> = new Set([
  'FieldValueInvalid',
  'FieldValueForbidden',
  'FieldValueRequired',
  'FieldValueDuplicate',
]);

function expectText(type: CelType): void {
  if (type.kind === 'dyn' || (type.kind === 'named' && type.name === 'string')) return;
  throw new ExpressionError(`its messageExpression is ${typeName(type)}, not string`);
}

// Trees of longer rules may be deeper than the stack, and are the server's to judge.
const limits = { maxAstNodes: 5000 };
const parser = new Environment({ enableOptionalTypes: true, unlistedVariablesAreDyn: true, limits });

function problemOf(expression: string, check: (tree: ASTNode) => void): string | undefined {
  if (expression.trim() === '') return 'it is empty';
  try {
    check(parser.parse(expression).ast);
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    if (!(error instanceof ParseError)) throw error;
    return isUnjudged(expression, error) ? undefined : `it cannot be read: ${error.summary}`;
  }
}

/** What a server may read, and this parser does not. */
function isUnjudged(expression: string, { code }: ParseError): boolean {
  return code === 'limit_exceeded' || /`|[[{,]\s*\?|(?:^|[^\w)\]])\.\w/.test(expression);
}

/** Of `.spec.hosts`, or `.labels['a-b']`. */
function hasField(node: JsonSchemaProps, fieldPath: string): boolean {
  const steps = fieldPath.match(/\.[^.[\]]+|\['[^']*'\]/g) ?? [];
  if (steps.join('') !== fieldPath || steps.length === 0) return false;
  let here = node;
  for (const step of steps) {
    const next = below(here, step.startsWith('.') ? step.slice(1) : step.slice(2, -2));
    if (!next) return false;
    here = next;
  }
  return true;
}

function below(
  { properties = {}, additionalProperties }: JsonSchemaProps,
  name: string,
): JsonSchemaProps | undefined {
  if (Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
