import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import ts from 'typescript';
import {
  code,
  constant,
  docComment,
  identifier,
  joined,
  json,
  lineComment,
  list,
  memberName,
  quoted,
} from '../src/code.ts';
import { InvalidDefinitionError } from '../src/invalid-definition.ts';
import { hostileText } from './support/hostile.ts';

/** The only statement of a text, and nothing wrong with it. */
function statementOf(text: string): ts.Statement {
  const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
  const { statements } = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true);
  expect(statements).toHaveLength(1);
  const [statement] = statements;
  if (!statement) throw new Error('no statement');
  return statement;
}

function expressionOf(text: string): ts.Expression {
  const statement = statementOf(`(${text});`);
  const outer = ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (!outer || !ts.isParenthesizedExpression(outer)) throw new Error(`${text} is no expression`);
  return outer.expression;
}

/** What a literal is worth, without running it. */
function valueOf(expression: ts.Expression): unknown {
  if (ts.isStringLiteral(expression)) return expression.text;
  if (ts.isArrayLiteralExpression(expression)) return expression.elements.map(valueOf);
  throw new Error(`${expression.getText()} is no literal`);
}

const text = fc.oneof(hostileText, fc.string({ unit: 'binary' }));
const hidden = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?![\ufe0e\ufe0f])\p{DI}/u;

describe('source', () => {
  test('is not made of strings', () => {
    // @ts-expect-error a string is no source
    expect(() => code`a ${'; evil()'}`).toThrow();
    // @ts-expect-error neither are several
    expect(() => joined(['; evil()'])).not.toThrow();
    // @ts-expect-error nor what looks like it
    expect(() => code`${{ text: '; evil()' }}`).toThrow();
  });

  test.prop([text])('has every text as one literal that is worth the text', (foreign) => {
    expect(valueOf(expressionOf(quoted(foreign).text))).toBe(foreign);
    expect(quoted(foreign).text).not.toMatch(hidden);
  });

  test.prop([fc.array(text)])('has every list of texts as a list of them', (foreign) => {
    expect(valueOf(expressionOf(list(foreign).text))).toEqual(foreign);
  });

  test.prop([text])('has every name of a member as that name', (name) => {
    const statement = statementOf(`interface X { readonly ${memberName(name).text}?: string }`);
    const [member] = ts.isInterfaceDeclaration(statement) ? statement.members : [];
    expect(member?.name && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))).toBe(true);
    expect((member?.name as ts.StringLiteral).text).toBe(name);
  });

  test.prop([text])('has a name only where it is one', (name) => {
    try {
      expect(identifier(name).text).toMatch(/^[A-Za-z_$][\w$]*$/);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidDefinitionError);
    }
  });

  test.prop([text, fc.constantFrom<'' | '  '>('', '  ')])(
    'has every text as comments and nothing more',
    (foreign, indent) => {
      for (const comment of [docComment(foreign, indent), lineComment(foreign)]) {
        expect(statementOf(`${comment.text}export const end = 1;`).getText()).toBe('export const end = 1;');
        expect(comment.text).not.toMatch(hidden);
      }
      expect(lineComment(foreign).text).toMatch(/^\/\/ .*\n$/);
    },
  );

  test.each(['ts-expect-error', 'ts-ignore'])('has no comment by which the compiler is told @%s', (word) => {
    for (const before of ['', ' ', '* ', '/', '\t', 'a\n', 'a\n * ', '*/'])
      for (const after of ['', ' because', '\n', '\n '])
        for (const indent of ['', '  '] as const) {
          const comment = docComment(`${before}@${word}${after}`, indent).text;
          const file = ts.createSourceFile('x.ts', `${comment}export const end = 1;`, ts.ScriptTarget.Latest);
          expect([comment, Reflect.get(file, 'commentDirectives')]).toEqual([comment, undefined]);
        }
  });

  test.prop([fc.jsonValue({ maxDepth: 3 })])('has every value as a literal that is worth it', (value) => {
    const hasPrototype = JSON.stringify(value).includes('"__proto__":');
    if (hasPrototype) expect(() => json(value)).toThrow('"__proto__" cannot be a member of a literal');
    else expect(JSON.parse(json(value).text)).toEqual(JSON.parse(JSON.stringify(value)));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'has no literal for %d',
    (number) => {
      expect(() => constant(number)).toThrow(`${number} is no number that can be written down`);
    },
  );

  test('keeps what a reader sees: letters of all scripts, tabs and lines', () => {
    expect(docComment('Größe\tin 頁\r\nand */ more', '').text).toBe(
      '/**\n * Größe\tin 頁\n * and *\\/ more\n */\n',
    );
    expect(quoted('a\u202e\u{e0041}b').text).toBe("'a\\u202e\\u{e0041}b'");
  });
});
