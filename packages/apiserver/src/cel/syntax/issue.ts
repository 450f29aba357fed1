// What is wrong with an expression, with the line of it and a mark below, as cel-go prints it.

import { characters } from '../value.ts';

export interface Issue {
  /** In units of JavaScript; -1: nowhere. */
  readonly offset: number;
  readonly message: string;
}

const longestSnippet = 16_384;
const mostIssues = 100;

export function issuesText(text: string, issues: readonly Issue[]): string {
  const placed = issues.slice(0, mostIssues).map((issue) => ({ ...issue, ...place(text, issue.offset) }));
  placed.sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = placed.map((issue) => issueText(text, issue));
  const more = issues.length - mostIssues;
  if (more > 0) lines.push(`${more} more errors were truncated`);
  return lines.join('\n');
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function place(text: string, offset: number): Place {
  if (offset < 0) return { line: -1, column: -1 };
  if (text === '') return { line: 1, column: -1 };
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: characters(before.slice(start)) };
}

function issueText(text: string, { line, column, message }: Place & Issue): string {
  const head = `ERROR: <input>:${line}:${column + 1}: ${message}`;
  const source = column < 0 ? undefined : text.split('\n')[line - 1];
  if (source === undefined || Buffer.byteLength(source) > longestSnippet) return head;
  const shown = Array.from(source.replaceAll('\t', ' '));
  const dots = shown.slice(0, column).map((one) => (isWide(one) ? '．' : '.'));
  const mark = isWide(shown[column] ?? '') ? '＾' : '^';
  return `${head}\n | ${shown.join('')}\n | ${dots.join('')}${mark}`;
}

function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) > 0x7f;
}
