/**
 * Prints the catalog: what discovery says of every built-in resource beyond its token (short names, verbs, the kinds
 * of subresources).
 */
import type { ApiResource } from './group-version.ts';
import { type Module, modulePath } from './module.ts';
import { printList, quote, tokenName } from './print.ts';

/** @example write('catalog.ts', printCatalog(modules, { header, kubernetes: 'v1.36.3' })); */
export function printCatalog(
  modules: readonly Module[],
  { header, kubernetes }: { readonly header: readonly string[]; readonly kubernetes: string },
): string {
  const withTokens = modules.filter(({ tokens }) => tokens.length > 0);
  const tokens = withTokens.flatMap((module) => module.tokens.map((token) => tokenName(module, token)));
  const entries = withTokens.flatMap((module) => module.tokens.map((token) => printEntry(module, token)));
  return [
    header.map((line) => `// ${line}\n`).join(''),
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
  const subresources = (token.subresources ?? []).map((subresource) => {
    const group = subresource.group ?? module.group;
    const version = subresource.version ?? module.version;
    const differs = modulePath(group, version) !== module.path;
    const apiVersion = group === '' ? version : `${group}/${version}`;
    return `{ name: ${quote(subresource.name)}, kind: ${quote(subresource.kind)}${
      differs ? `, apiVersion: ${quote(apiVersion)}` : ''
    }, verbs: ${printTexts(subresource.verbs)} }`;
  });
  return `  {
    resource: ${tokenName(module, token)},
    singular: ${quote(token.singular)},
    verbs: ${printTexts(token.verbs)},
${token.shortNames === undefined ? '' : `    shortNames: ${printTexts(token.shortNames)},\n`}${
  token.categories === undefined ? '' : `    categories: ${printTexts(token.categories)},\n`
}${subresources.length === 0 ? '' : `    subresources: [${subresources.join(', ')}],\n`}  },
`;
}

function printTexts(items: readonly string[]): string {
  return `[${items.map(quote).join(', ')}]`;
}
