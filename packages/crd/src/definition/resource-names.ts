// How a kind is called, by default as a person would.

import { isResourceName, quotedText } from '@kube-rx/core';
import type { DefinitionNames } from './custom-resource-definition.ts';

export interface NameOptions {
  /** A domain, as `shop.example`. */
  readonly group: string;
  /** In CamelCase, as `Website`. */
  readonly kind: string;
  /** Default: that of the kind's name by the rules of English, as `websites`, `policies`, `gateways`. */
  readonly plural?: string;
  /** Default: the kind in lower case. */
  readonly singular?: string;
  /** Default: the kind and `List`. */
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  /** As `all`, with which `kubectl get all` lists them too. */
  readonly categories?: readonly string[];
}

export function namesOf(options: NameOptions): DefinitionNames {
  const { kind, shortNames, categories } = options;
  const singular = options.singular ?? kind.toLowerCase();
  return {
    plural: options.plural ?? pluralOf(singular),
    singular,
    kind,
    listKind: options.listKind ?? `${kind}List`,
    ...(shortNames?.length && { shortNames }),
    ...(categories?.length && { categories }),
  };
}

/**
 * Of a word in lower case. What is irregular has to be said: `mouse`.
 *
 * @example pluralOf('policy'); // 'policies'
 */
export function pluralOf(word: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}

export function nameProblems(group: string, names: DefinitionNames): string[] {
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  const problems: string[] = [];
  if (!isResourceName('group', group) || !group.includes('.'))
    problems.push(`group ${quotedText(group)} is no domain, as shop.example`);
  for (const [what, text] of [
    ['kind', kind],
    ['listKind', listKind],
  ] as const)
    if (!isResourceName('kind', text) || text.includes('-'))
      problems.push(`${what} ${quotedText(text)} is not letters and digits, a letter first, at most 63`);
  if (kind === listKind) problems.push(`kind and listKind are both ${quotedText(kind)}`);
  const lower = [
    ['plural', plural] as const,
    ['singular', singular] as const,
    ...shortNames.map((name) => ['short name', name] as const),
    ...categories.map((name) => ['category', name] as const),
  ];
  for (const [what, text] of lower)
    if (!isLabel(text)) problems.push(`${what} ${quotedText(text)} is no DNS label in lower case`);
  if (`${plural}.${group}`.length > 253) problems.push('plural and group are longer than 253 together');
  return problems;
}

function isLabel(text: string): boolean {
  return text.length <= 63 && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(text);
}
