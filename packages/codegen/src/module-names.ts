/** The names in a module, before code is made of them. */
import type { GroupVersion } from './group-version.ts';
import { InvalidDefinitionError, shown } from './invalid-definition.ts';
import { nameProblem, subresourceProblem } from './resource-names.ts';
import { pascalCase } from './type-of-schema.ts';

/** @throws InvalidDefinitionError for a name that is none, or that two kinds have. */
export function checkNames({ group, version, resources }: GroupVersion): void {
  const check = (what: string, problem: string | undefined): void => {
    if (problem !== undefined) throw new InvalidDefinitionError(`${what} ${problem}`);
  };
  check('the group', nameProblem('group', group));
  check(`the version of ${shown(group)}`, nameProblem('version', version));
  const where = shown(`${group}/${version}`);
  const kinds = new Map<string, string>();
  for (const { kind, plural, subresources = [] } of resources) {
    check(`${where}: the plural of a kind`, nameProblem('plural', plural));
    check(`${where}: the kind of ${plural}`, nameProblem('kind', kind));
    for (const { name } of subresources)
      check(`${where}: a subresource of ${plural}`, subresourceProblem(name));
    const name = pascalCase(kind);
    const other = kinds.get(name);
    if (other !== undefined)
      check(
        `${where}: the kind of ${plural}`,
        `is ${shown(kind)}, and of ${other} there is a type ${name} already`,
      );
    kinds.set(name, plural);
  }
}
