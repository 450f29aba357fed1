// A text as go-yaml v2 prints it, so that every reader of YAML 1.1 reads the same text back.
// https://github.com/yaml/go-yaml/blob/v2.4.2/emitterc.go (yaml_emitter_analyze_scalar)

import { plainScalar } from './scalar.ts';

/** On one line. */
export function printText(value: string): string {
  const text = value.toWellFormed();
  if (meansMore(text) || special.test(text) || text.includes('\n')) return quoteDouble(text);
  return needsQuotes.test(text) ? `'${text.replaceAll("'", "''")}'` : text;
}

/** `|` and the lines, each indented by `indent` columns. Undefined for a text that is not read back so. */
export function printLines(value: string, indent: number): string | undefined {
  const text = value.toWellFormed();
  if (!text.includes('\n') || special.test(text) || / (\n|$)/.test(text)) return undefined;
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomping = text.endsWith('\n') ? (/(^|\n)\n$/.test(text) ? '+' : '') : '-';
  const lines = text.replace(/\n$/, '').split('\n');
  const pad = ' '.repeat(indent);
  return `|${hint}${chomping}\n${lines.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
}

// What is escaped: what go-yaml escapes, that is controls and whatever is beyond the first plane; and what it does not,
// but a terminal obeys or a person does not see (`unprintable`).
const special =
  /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|(?![\ufe0e\ufe0f])[\p{Cf}\p{Zl}\p{Zp}\p{DI}]/u;
const escaped =
  /["\\\n]|[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|(?![\ufe0e\ufe0f])[\p{Cf}\p{Zl}\p{Zp}\p{DI}]/gu;
const needsQuotes = /^(---|\.\.\.)|^[#,[\]{}&*!|>'"%@`]|^[-?:]( |$)|:( |$)| #|^ | $/;

/** Whether the text without quotes would be no text to some reader: to go-yaml, or to those that know times. */
function meansMore(text: string): boolean {
  return plainScalar(text).type !== 'text' || text === '<<' || base60.test(text) || time.test(text);
}

const base60 = /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/;
const time = /^\d{4}-\d\d?-\d\d?([Tt ]\d\d?:\d\d?:\d\d?(\.\d*)?(Z|[-+]\d\d:\d\d)?)?$/;

const escapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
};

function quoteDouble(text: string): string {
  const shown = text.replace(
    escaped,
    (character) => `\\${escapes[character] ?? hexEscape(character.codePointAt(0) ?? 0)}`,
  );
  return `"${shown}"`;
}

function hexEscape(code: number): string {
  const [letter, length] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return letter + code.toString(16).toUpperCase().padStart(length, '0');
}
