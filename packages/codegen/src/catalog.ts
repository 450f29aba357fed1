/**
 * Prints the catalog: what discovery says of every built-in resource beyond its token (short names, verbs, the kinds
 * of subresources).
 */
import { apiVersionOf } from '@kube-rx/core';
import type { ApiResource } from './group-version.ts';
import type { Module } from './module.ts';
import { printHeader, printList, printMembers, printTexts, quote, tokenName } from './print.ts';

/** @example write('catalog.ts', printCatalog(modules, { header, kubernetes: 'v1.36.3' })); */
export function printCatalog(
  modules: readonly Module[],
  { header, kubernetes }: { readonly header: readonly string[]; readonly kubernetes: string },
): string {
  const tokens = modules.flatMap((module) => module.tokens.map((token) => tokenName(module, token)));
  const entries = modules.flatMap((module) => module.tokens.map((token) => printEntry(module, token)));
  return [
    printHeader(header),
    `import type { Resource } from '@kube-rx/core';\n${printList('import', tokens.toSorted(), './tokens.ts')}`,
    `/** The version of Kubernetes that all of this is of. */\nexport const kubernetesVersion = ${quote(kubernetes)};\n`,
    DECLARATIONS,
    `/** Every built-in resource, group by group, in the order of the group's name. */
export const catalog: readonly CatalogEntry[] = [
${entries.join('')}];
`,
  ].join('\n');
}

const DECLARATIONS = `/** A resource and what discovery says of it beyond its token. */
export interface CatalogEntry {
  readonly resource: Resource;
  readonly singular: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly CatalogSubresource[];
}

export interface CatalogSubresource {
  readonly name: string;
  readonly kind: string;
  /** Where it differs from the resource's own, as \`autoscaling/v1\` for \`scale\`. */
  readonly apiVersion?: string;
  readonly verbs: readonly string[];
}
`;

function printEntry(module: Module, token: ApiResource): string {
  const own = apiVersionOf(module);
  const subresources = token.subresources?.map(({ name, kind, verbs, group, version }) => {
    const apiVersion = apiVersionOf({ group: group ?? module.group, version: version ?? module.version });
    const members = printMembers({
      name: quote(name),
      kind: quote(kind),
      apiVersion: apiVersion === own ? undefined : quote(apiVersion),
      verbs: printTexts(verbs),
    });
    return `{ ${members.join(', ')} }`;
  });
  const members = printMembers({
    resource: tokenName(module, token),
    singular: quote(token.singular),
    verbs: printTexts(token.verbs),
    shortNames: token.shortNames && printTexts(token.shortNames),
    categories: token.categories && printTexts(token.categories),
    subresources: subresources && `[${subresources.join(', ')}]`,
  });
  return `  {\n${members.map((member) => `    ${member},\n`).join('')}  },\n`;
}
