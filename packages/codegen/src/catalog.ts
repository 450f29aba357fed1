/**
 * Prints the catalog: what discovery says of every built-in resource beyond its token (short names, verbs, the kinds
 * of subresources).
 */
import { apiVersionOf } from '@kube-rx/core';
import { type Code, code, joined, list, quoted } from './code.ts';
import type { ApiResource } from './group-version.ts';
import type { Module } from './module.ts';
import { printHeader, printList, printMembers, tokenName, tokenNames } from './print.ts';

/** @example write('catalog.ts', printCatalog(modules, { header, kubernetes: 'v1.36.3' })); */
export function printCatalog(
  modules: readonly Module[],
  { header, kubernetes }: { readonly header: readonly string[]; readonly kubernetes: string },
): string {
  const entries = modules.flatMap((module) => module.tokens.map((token) => printEntry(module, token)));
  const tokens = printList(code`import`, tokenNames(modules), './tokens.ts');
  const parts = [
    printHeader(header),
    code`import type { Resource } from '@kube-rx/core';\n${tokens}`,
    code`/** The version of Kubernetes that all of this is of. */\nexport const kubernetesVersion = ${quoted(kubernetes)};\n`,
    DECLARATIONS,
    code`/** Every built-in resource, group by group, in the order of the group's name. */
export const catalog: readonly CatalogEntry[] = [
${entries}];
`,
  ];
  return joined(parts, code`\n`).text;
}

const DECLARATIONS = code`/** A resource and what discovery says of it beyond its token. */
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

function printEntry(module: Module, token: ApiResource): Code {
  const own = apiVersionOf(module);
  const subresources = token.subresources?.map(({ name, kind, verbs, group, version }) => {
    const apiVersion = apiVersionOf({ group: group ?? module.group, version: version ?? module.version });
    const members = printMembers({
      name: quoted(name),
      kind: quoted(kind),
      apiVersion: apiVersion === own ? undefined : quoted(apiVersion),
      verbs: list(verbs),
    });
    return code`{ ${joined(members, code`, `)} }`;
  });
  const members = printMembers({
    resource: tokenName(module, token),
    singular: quoted(token.singular),
    verbs: list(token.verbs),
    shortNames: token.shortNames && list(token.shortNames),
    categories: token.categories && list(token.categories),
    subresources: subresources && code`[${joined(subresources, code`, `)}]`,
  });
  return code`  {\n${members.map((member) => code`    ${member},\n`)}  },\n`;
}
