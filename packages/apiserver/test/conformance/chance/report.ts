// What was found: the worst first, what looks alike once.

import { classes, type Found } from './finding.ts';

export function reportOf(found: readonly (Found & { readonly seed: number })[]): string {
  const parts = classes.flatMap((kind) => {
    const ofKind = found.filter((one) => one.kind === kind);
    const alike = Object.values(Object.groupBy(ofKind, alikeness)).map((ones) => ones ?? []);
    return alike.map(([first, ...others]) => (first ? textOf(first, others.length) : ''));
  });
  const counts = classes.map((kind) => `${found.filter((one) => one.kind === kind).length} ${kind}`);
  return [...parts, `${found.length} differ: ${counts.join(', ')}`].join('\n');
}

function textOf(
  { kind, seed, request, note, lines }: Found & { readonly seed: number },
  others: number,
): string {
  const times = others > 0 ? ` (and ${others} more)` : '';
  return [
    `${kind.toUpperCase()}${times}, --seed ${seed} --rounds 1: ${note}`,
    `    ${request}`,
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
}

function alikeness({ request, lines }: Found): string {
  const [method, path = ''] = request.split(' ');
  const plural = path
    .replace(/\/namespaces\/[^/]+\//, '/')
    .split('/')
    .slice(0, 5)
    .join('/');
  return `${method === 'POST' ? 'POST' : 'change'} ${plural} ${lines.map((line) => line.replaceAll(/\d+|"[^"]*"/g, '')).join()}`.slice(
    0,
    300,
  );
}
