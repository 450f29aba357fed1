// Bodies of YAML.

import { configMaps, many, post, type Shapes } from './shape.ts';

const yaml = (text: string) =>
  [post(configMaps, `metadata: {name: a}\n${text}`, 'application/yaml')] as const;
const lines = (size: number, line: (at: number) => string): string => many(size, line).join('\n');

export const yamlShapes: Shapes = {
  'YAML: keys of a map': { requests: (size) => [...yaml(`data:\n${lines(size, (at) => `  k${at}: v`)}`)] },
  'YAML: keys of a map in braces': {
    requests: (size) => [...yaml(`data: {${many(size, (at) => `k${at}: v`).join(', ')}}`)],
  },
  'YAML: keys of a map in braces, a line each': {
    requests: (size) => [...yaml(`data: {\n${many(size, (at) => ` k${at}: v`).join(',\n')}}`)],
  },
  'YAML: one key again and again': { requests: (size) => [...yaml(`data:\n${lines(size, () => '  k: v')}`)] },
  'YAML: keys in quotes': {
    requests: (size) => [...yaml(`data:\n${lines(size, (at) => `  "k${at}": 'v'`)}`)],
  },
  'YAML: keys behind question marks': {
    requests: (size) => [...yaml(`data:\n${lines(size, (at) => `  ? k${at}\n  : v`)}`)],
  },
  'YAML: items of a list': { requests: (size) => [...yaml(`x:\n${lines(size, (at) => `- k${at}`)}`)] },
  'YAML: items of a list in brackets': {
    requests: (size) => [...yaml(`x: [${many(size, (at) => `k${at}`).join(', ')}]`)],
  },
  'YAML: open brackets': { requests: (size) => [...yaml(`x: ${'['.repeat(size)}`)] },
  'YAML: dashes': { requests: (size) => [...yaml(`x:\n ${'- '.repeat(size)}`)] },
  'YAML: question marks': { requests: (size) => [...yaml(`x:\n ${'? '.repeat(size)}`)] },
  'YAML: colons': { requests: (size) => [...yaml(`x: {${': '.repeat(size)}}`)] },
  'YAML: nested maps': {
    requests: (size) => [...yaml(lines(Math.min(size, 900), (at) => `${' '.repeat(at)}a:`))],
  },
  'YAML: anchors': {
    requests: (size) => [...yaml(`data:\n${lines(size, (at) => `  k${at}: &a${at} v`)}`)],
  },
  'YAML: aliases': {
    requests: (size) => [...yaml(`data:\n  a: &a v\n${lines(size, (at) => `  k${at}: *a`)}`)],
  },
  'YAML: aliases of aliases': {
    requests: (size) => [
      ...yaml(`a0: &a0 v\n${lines(size, (at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`)}`),
    ],
  },
  'YAML: aliases of a long text': {
    requests: (size) => [...yaml(`a: &a ${'v'.repeat(size)}\nb: [${many(size, () => '*a').join(', ')}]`)],
  },
  'YAML: aliases of a long list': {
    requests: (size) => [
      ...yaml(`a: &a [${many(size, () => '1').join(', ')}]\nb: [${many(size, () => '*a').join(', ')}]`),
    ],
  },
  'YAML: a chain of merges': {
    requests: (size) => [
      ...yaml(`a0: &a0 {k: v}\n${lines(size, (at) => `a${at + 1}: &a${at + 1} {<<: *a${at}, k${at}: v}`)}`),
    ],
  },
  'YAML: merges of a long map': {
    requests: (size) => [
      ...yaml(
        `a: &a {${many(size, (at) => `k${at}: v`).join(', ')}}\n${lines(size, (at) => `b${at}: {<<: *a}`)}`,
      ),
    ],
  },
  'YAML: merges of a list': {
    requests: (size) => [...yaml(`a: &a {k: v}\nb: {<<: [${many(size, () => '*a').join(', ')}]}`)],
  },
  'YAML: comments': { requests: (size) => [...yaml(lines(size, () => '# comment'))] },
  'YAML: a comment': { requests: (size) => [...yaml(`# ${'x'.repeat(size * 10)}`)] },
  'YAML: documents': { requests: (size) => [...yaml(lines(size, () => '---\na: b'))] },
  'YAML: empty lines': { requests: (size) => [...yaml(`a: b\n${'\n'.repeat(size * 10)}c: d`)] },
  'YAML: tags': { requests: (size) => [...yaml(`data:\n${lines(size, (at) => `  k${at}: !!str 1`)}`)] },
  'YAML: directives': {
    requests: (size) => [
      post(configMaps, `${lines(size, (at) => `%TAG !a${at}! tag:x,2002:`)}\n---\n{}`, 'application/yaml'),
    ],
  },
  'YAML: a long word': { requests: (size) => [...yaml(`data: {a: ${'x'.repeat(size * 10)}}`)] },
  'YAML: many words': { requests: (size) => [...yaml(`data:\n  a: ${'x '.repeat(size * 4)}`)] },
  'YAML: a text of many lines': {
    requests: (size) => [...yaml(`data:\n  a:\n${lines(size, () => '   x')}`)],
  },
  'YAML: a block of many lines': {
    requests: (size) => [...yaml(`data:\n  a: |\n${lines(size, () => '   x')}`)],
  },
  'YAML: a folded block': { requests: (size) => [...yaml(`data:\n  a: >\n${lines(size, () => '   x\n')}`)] },
  'YAML: a block of blanks': {
    requests: (size) => [...yaml(`data:\n  a: |\n${lines(size, () => ' ')}\n   x`)],
  },
  'YAML: escapes': { requests: (size) => [...yaml(`data:\n  a: "${'\\u00e4\\n'.repeat(size * 2)}"`)] },
  'YAML: quotes in quotes': { requests: (size) => [...yaml(`data:\n  a: '${"''".repeat(size * 4)}'`)] },
  'YAML: a number of many digits': {
    requests: (size) => [
      ...yaml(`a: ${'1'.repeat(size * 10)}\nb: 0x${'f'.repeat(size)}\nc: 1${'_'.repeat(size)}`),
    ],
  },
  'YAML: underscores': { requests: (size) => [...yaml(`a: .${'1_'.repeat(size * 4)}`)] },
  'YAML: binary': { requests: (size) => [...yaml(`a: !!binary ${'A'.repeat(size * 8)}`)] },
};
