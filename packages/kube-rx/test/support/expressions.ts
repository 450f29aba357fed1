// Finds the regular expressions of a source file, and whatever makes one at run time.

import ts from 'typescript';

export interface Expression {
  readonly line: number;
  /** As it stands, between slashes and with its flags. */
  readonly text: string;
  readonly source: string;
  readonly flags: string;
}

export interface Expressions {
  readonly literals: readonly Expression[];
  /** Lines of code that makes an expression of a text. */
  readonly made: readonly number[];
}

// With a text in the place of an expression, these make one.
const matching = new Set(['match', 'matchAll', 'search']);

/** All of a file, found in its syntax: a new one is found by itself. */
export function expressionsOf(file: string, code: string): Expressions {
  const tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const literals: Expression[] = [];
  const made: number[] = [];
  const lineOf = (node: ts.Node): number => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) literals.push({ line: lineOf(node), ...partsOf(node.text) });
    else if (isMade(node)) made.push(lineOf(node));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { literals, made };
}

function partsOf(text: string): Omit<Expression, 'line'> {
  const end = text.lastIndexOf('/');
  return { text, source: text.slice(1, end), flags: text.slice(end + 1) };
}

function isMade(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text === 'RegExp';
  const [first] = node.arguments ?? [];
  if (!ts.isPropertyAccessExpression(expression) || !matching.has(expression.name.text)) return false;
  return first !== undefined && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first));
}
