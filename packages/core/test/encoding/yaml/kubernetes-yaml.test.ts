import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { printYaml } from '../../../src/encoding/yaml/print-yaml.ts';
import { readYaml } from '../../../src/encoding/yaml/read-yaml.ts';
import { YamlError } from '../../../src/encoding/yaml/yaml-error.ts';

interface Fixture {
  readonly read: Readonly<Record<string, string | null>>;
  readonly repeats: Readonly<Record<string, readonly string[]>>;
  readonly printed: Readonly<Record<string, string>>;
}

// What Kubernetes' own reader and printer make of some four thousand texts; see e2e/controlplane/yaml-oracle.
const { read, repeats, printed } = JSON.parse(
  readFileSync(new URL('../fixtures/yaml.json', import.meta.url), 'utf8'),
) as Fixture;

/** JSON that Go's reader of YAML refuses. */
const moreThanGo = { '"\\/"': '"/"', '"\\ud83d\\ude00"': '"😀"' };

function jsonOf(text: string): string | null {
  try {
    const [document] = readYaml(text);
    return document?.json ?? 'null';
  } catch (error) {
    if (error instanceof YamlError) return null;
    throw error;
  }
}

/** Go sorts keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, sorted(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

// Numbers as text, so that digits beyond 2^53 count.
function comparable(json: string | null): unknown {
  const exact = json?.replace(/"(?:\\.|[^"\\])*"|-?\d[\d.e+-]*/g, (token) =>
    token.startsWith('"') ? token : `"#${token}"`,
  );
  return exact === undefined ? undefined : sorted(JSON.parse(exact));
}

describe('YAML', () => {
  test('means what it means to Kubernetes', () => {
    const wrong = Object.entries({ ...read, ...moreThanGo })
      .map(([text, expected]) => ({ text, expected, found: jsonOf(text) }))
      .filter(
        ({ expected, found }) => JSON.stringify(comparable(expected)) !== JSON.stringify(comparable(found)),
      );
    expect(wrong).toEqual([]);
  });

  test('tells of the keys that Kubernetes tells of', () => {
    const found = Object.keys(read)
      .filter((text) => read[text] !== null)
      .map((text) => [text, readYaml(text).next().value?.repeats ?? []] as const)
      .filter(([, lines]) => lines.length > 0);
    expect(Object.fromEntries(found)).toEqual(repeats);
  });

  test('is printed as kubectl prints it', () => {
    const wrong = Object.entries(printed)
      .map(([text, expected]) => {
        const key = text.includes('\n') ? 'key' : text;
        return { text, expected, found: printYaml({ [key]: [text, [text], { key: text }] }) };
      })
      .filter(({ expected, found }) => expected !== found);
    expect(wrong).toEqual([]);
  });
});

test('many levels are printed, each line behind its indentation', () => {
  const levels = 1_000;
  const value: unknown = JSON.parse(`${'{"a":['.repeat(levels)}1${']}'.repeat(levels)}`);
  const lines = printYaml(value).split('\n');
  const opened = Array.from(
    { length: levels },
    (_, at) => `${'  '.repeat(Math.max(0, at - 1))}${at === 0 ? '' : '- '}a:`,
  );
  expect(lines).toEqual([...opened, `${'  '.repeat(levels - 1)}- 1`, '']);
});
