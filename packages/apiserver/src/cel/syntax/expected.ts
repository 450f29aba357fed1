// What may stand where, in the words and the order of the grammar of cel-go.

import type { Token } from './lexer.ts';

const startSigns: ReadonlySet<string> = new Set(['[', '{', '(', '.', '-', '!', 'true', 'false', 'null']);

export const starts: string = expectedStarts();

// What an expression may begin with, and what else may stand there, in the order of the grammar.
function expectedStarts(...others: readonly string[]): string {
  const order = "'[' ']' '{' '}' '(' ')' '.' ',' '-' '!' '?' 'true' 'false' 'null'".split(' ');
  const names = ['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER'];
  const isExpected = (one: string): boolean =>
    startSigns.has(one.replaceAll("'", '')) || others.includes(one);
  return `{${[...order.filter(isExpected), ...names].join(', ')}}`;
}

export const inArgs: string = expectedStarts("')'");
export const inIndex: string = expectedStarts("'?'");
export const inList: string = expectedStarts("']'", "','", "'?'");
export const inMap: string = expectedStarts("'}'", "','", "'?'");

export function isStart({ kind, text }: Token): boolean {
  return kind === 'sign' ? startSigns.has(text) : kind !== 'end' && kind !== 'ESC_IDENTIFIER';
}

export const operators: ReadonlySet<string> = new Set([
  '==',
  '!=',
  'in',
  '<',
  '<=',
  '>=',
  '>',
  '&&',
  '||',
  '[',
  '.',
  '-',
  '?',
  '+',
  '*',
  '/',
  '%',
]);

/** A text of the input, on one line. */
export function visible(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}
