// A translated pattern means to Go what it meant to JavaScript. The embedded server reads patterns as Go does.

import { afterAll, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import fc from 'fast-check';
import { CrdSchemaError, structuralSchema } from '../../src/index.ts';

/** Characters that the two languages treat differently somewhere, and some that they do not. */
const characters = [
  ...Array.from('aZ09_-é[]^$.{}|/ "'),
  '\t',
  '\n',
  '\r',
  '\v',
  '\f',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\u3000',
  '\u0008',
];
const text = fc.string({ unit: fc.constantFrom(...characters), maxLength: 5 });

const atoms = [
  'a',
  'Z',
  '.',
  '\\s',
  '\\S',
  '\\d',
  '\\D',
  '\\w',
  '\\W',
  '\\b',
  '\\B',
  '\\/',
  '\\.',
  '\\-',
  '\\u00e9',
  '\\xe9',
  '\\t',
  '\\v',
  '\\f',
  '\\n',
  '\\r',
  '\\0',
  '[^]',
  '[]',
  '[[]',
  '[\\]]',
  '[\\s]',
  '[^\\s]',
  '[\\S]',
  '[^\\S]',
  '[\\s\\S]',
  '[\\b]',
  '[a-z\\d]',
  '[^a-z_]',
  '[\\w-]',
  '[\\u00e0-\\u00ff]',
  '[$^]',
  '[\\s-a]',
  '[a-\\d]',
  '[\\w-.]',
  '[!-\\s]',
  '[+--\\d]',
  '(?:a|b)',
  '(a)',
  '^',
  '$',
];
const pattern = fc
  .array(
    fc.tuple(fc.constantFrom(...atoms), fc.constantFrom('', '', '', '*', '+', '?', '{1,2}', '{2}', '*?')),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) =>
    parts.map(([atom, times]) => (/^[\^$]$|^\\[bB]$/.test(atom) ? atom : atom + times)).join(''),
  );

function translated(source: string): string {
  return structuralSchema({ type: 'string', pattern: source }, { at: 'spec' }).pattern ?? '';
}

const server = new ApiServer();
afterAll(() => server.close());

async function post(path: string, body: object): Promise<unknown> {
  const answer = await server.service({
    method: 'POST',
    path,
    query: [],
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

let made = 0;

/** Which of the texts a server takes for a pattern. */
async function takenBy(source: string, texts: readonly string[]): Promise<readonly boolean[]> {
  made += 1;
  const plural = `p${made}`;
  const list = { type: 'array', items: { type: 'string', pattern: translated(source) } };
  const spec = { type: 'object', properties: { texts: list } };
  const openAPIV3Schema = { type: 'object', properties: { spec } };
  await post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.patterns.example` },
    spec: {
      group: 'patterns.example',
      scope: 'Cluster',
      names: { plural, singular: plural, kind: plural.toUpperCase() },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  });
  const answer = JSON.stringify(
    await post(`/apis/patterns.example/v1/${plural}`, {
      apiVersion: 'patterns.example/v1',
      kind: plural.toUpperCase(),
      metadata: { name: 'a' },
      spec: { texts },
    }),
  );
  const isAnswer = answer.includes('"resourceVersion"') || answer.includes('"causes"');
  expect({ isAnswer, answer: isAnswer ? '' : answer }).toEqual({ isAnswer: true, answer: '' });
  return texts.map((_, index) => !answer.includes(`"field":"spec.texts[${index}]"`));
}

test('a pattern matches what it matched', async () => {
  const seen = new Set<boolean>();
  await fc.assert(
    fc.asyncProperty(pattern, fc.array(text, { minLength: 5, maxLength: 15 }), async (source, texts) => {
      const expected = texts.map((each) => new RegExp(source).test(each));
      for (const matches of expected) seen.add(matches);
      expect({ source, texts, taken: await takenBy(source, texts) }).toEqual({
        source,
        texts,
        taken: expected,
      });
    }),
    { numRuns: 300 },
  );
  // Some texts matched, and some did not.
  expect(seen.size).toBe(2);
});

test.each(['(?=a)', '(?!a)', '(?<=a)', '(?<!a)', '(a)\\1', '(?<n>a)\\k<n>', 'a{1001}', '(', '\\q'])(
  '%s is refused',
  (source) => {
    expect(() => translated(source)).toThrow(CrdSchemaError);
  },
);

// As the real server has it.
test.each([
  ['(?:a{10}){100}', true],
  ['(?:a{10}){101}', false],
  ['(a{1000}b){1}', true],
  ['(?:(a{2}){3,}){200}', false],
  ['(?:a{2}b*){500}', true],
  ['(?:(?:ab){2}|c){501}', false],
  ['(?:a{0}){1000}', true],
  ['\\p{Letter}', true],
  ['\\p{Greek}', true],
  ['\\p{Emoji}', false],
])('%s is taken: %s', (source, isTaken) => {
  const take = (): string => translated(source);
  if (isTaken) expect(take()).toBe(source);
  else expect(take).toThrow(CrdSchemaError);
});

test.each(['a\nb', 'a\rb', 'a\u2028b', 'acb'])('a dot is what its flag says: %j', async (value) => {
  expect(await takenBy('(?s)^a.b$', [value])).toEqual([true]);
});

test.each(['^[[:alpha:]]+$', '(?P<n>a)', '^\\x{e9}$'])('%s is of Go already', (source) => {
  expect(translated(source)).toBe(source);
});
