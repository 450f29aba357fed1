// Text of others, as of a server, meets regular expressions everywhere. None of them may take more steps than a multiple
// of the length of its text, whatever the text: a few kilobytes would hold the event loop for seconds.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Expressions, expressionsOf } from './support/expressions.ts';
import { superLinear } from './support/linear.ts';

const root = join(import.meta.dirname, '../../..');

interface Found extends Expressions {
  readonly file: string;
}

const found: readonly Found[] = globSync(['packages/*/src/**/*.ts', 'packages/*/bin/*.js'], { cwd: root })
  .toSorted()
  .map((file) => ({ file, ...expressionsOf(file, readFileSync(join(root, file), 'utf8')) }));

const packages = [...new Set(found.map(({ file }) => file.split('/', 2).join('/')))];

interface Bounded {
  readonly file: string;
  readonly expression: RegExp;
  /** How long its text can be, and the test that holds the bound. */
  readonly bound: string;
}

const bounded: readonly Bounded[] = [
  {
    file: 'packages/core/src/encoding/json/excerpt.ts',
    expression:
      /([ \t\r\n]+)|("(?:[^"\\]|\\.)*"(?=[ \t\r\n]*:))|("(?:[^"\\]|\\.)*(?:"|$))|(-?\d[\d.eE+-]*)|((?:true|false|null)(?!\w))|([{}[\]:,])/gy,
    bound: '400 characters: core/test/encoding/json/excerpt.test.ts',
  },
  {
    file: 'packages/k8s/src/schema-notation.ts',
    expression: /^([\d.]*)([^*:]+)(\*)?:(.+?)(?:\^([a-z,A-Z]+))?(?:\+(\w+))?(?:\{([^}]*)\})?(\?|-)?(!!?)?$/,
    bound: '1000 characters of a table in the package: k8s/test/schemas.test.ts',
  },
];

// Expressions that are no literals, and why they cannot be.
const made: Readonly<Record<string, string>> = {
  'packages/cli/src/commands/apiserver.ts': 'what somebody gives who starts a server',
  'packages/crd/src/schema/pattern.ts': 'a pattern of a schema, made to see whether it is one, and never run',
};

describe('the regular expressions', () => {
  test.each(packages)('of %s are linear', (folder) => {
    const faults = found
      .filter(({ file }) => file.startsWith(`${folder}/`))
      .flatMap(({ file, literals }) =>
        literals.flatMap(({ line, text, source, flags }) => {
          if (bounded.some((known) => known.file === file && `${known.expression}` === text)) return [];
          const fault = superLinear(source, flags);
          return fault === undefined ? [] : [`${file}:${line} ${text}: ${fault}`];
        }),
      );
    expect(faults).toEqual([]);
  });

  test('are literals, so that they can be judged', () => {
    const places = found.flatMap(({ file, made: lines }) => (lines.length > 0 ? [file] : []));
    expect(places.toSorted()).toEqual(Object.keys(made).toSorted());
  });

  test.each(bounded)('that see no more than $bound are there', ({ file, expression }) => {
    const literals = found.find((place) => place.file === file)?.literals ?? [];
    expect(literals.map(({ text }) => text)).toContain(`${expression}`);
  });
});

describe('the judge', () => {
  test.each([
    [/<title[^>]*>([^<]*)/i, 'its steps grow as 2nd degree polynomial'],
    [/\s+$/, 'its steps grow as 2nd degree polynomial'],
    [/\/+$/, 'its steps grow as 2nd degree polynomial'],
    [/^(?:a+)+$/, 'its steps grow as exponential'],
    [/(?:a|a)*b/, 'its steps grow as exponential'],
    [/=(?![=]*$)/, '(?![=]*$) looks at any number of characters'],
    [/0+(?=[1-9])/, 'its steps grow as 2nd degree polynomial'],
    [/(?<=x)a*(?=b)/, 'its steps grow as 2nd degree polynomial'],
    [/a*(?<=x)b/, 'its steps grow as 2nd degree polynomial'],
    [/(a)\1/, 'it refers back to a group'],
    [/<title[^<>]*>([^<]*)/i, undefined],
    [/^[^/]+\/(?!x$)/, undefined],
    [/a*b/, 'its steps grow as 2nd degree polynomial'],
    [/a*b/y, undefined],
    [/[\ud800-\udbff](?![\udc00-\udfff])/g, undefined],
  ])('of %s says %s', (expression, fault) => {
    const said = superLinear(expression.source, expression.flags);
    if (fault === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(fault);
  });

  test('finds what stands in code, and not in texts, comments or divisions', () => {
    const code = `const a = 1 / 2 / 3; // /x+$/
      const b = '/y+$/', c = \`/z+$/ \${t.replace(/q+/g, '')}\`;
      const d = new RegExp(b), e = RegExp('x'), f = t.match('a+'), g = t.match(/r/), h = new Map();`;
    const { literals, made: lines } = expressionsOf('a.ts', code);
    expect(literals.map(({ text }) => text)).toEqual(['/q+/g', '/r/']);
    expect(lines).toEqual([3, 3, 3]);
  });
});
