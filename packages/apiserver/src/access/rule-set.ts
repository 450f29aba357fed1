// The rules of one role, found by the resources that they name: a role may have thousands.

import { type Attributes, grants, grantsPath, listOf, type PolicyRule, resourceKeys } from './policy-rule.ts';

export class RuleSet {
  readonly rules: readonly PolicyRule[];
  readonly #byResource: Map<string, PolicyRule[]> = new Map();
  readonly #ofPaths: PolicyRule[] = [];

  constructor(rules: readonly PolicyRule[]) {
    this.rules = rules;
    for (const rule of rules) {
      for (const resource of listOf(rule, 'resources')) {
        if (typeof resource !== 'string') continue;
        const known = this.#byResource.get(resource);
        if (!known) this.#byResource.set(resource, [rule]);
        // What a rule says twice counts once.
        else if (known.at(-1) !== rule) known.push(rule);
      }
      if (listOf(rule, 'nonResourceURLs').length > 0) this.#ofPaths.push(rule);
    }
  }

  allows(attributes: Attributes): boolean {
    if ('path' in attributes) {
      const { verb, path } = attributes;
      return this.#ofPaths.some((rule) => grantsPath(rule, verb, path));
    }
    return resourceKeys(attributes).some((key) =>
      this.#byResource.get(key)?.some((rule) => grants(rule, attributes)),
    );
  }

  /** Those that name one of these resources. */
  naming(resources: readonly string[]): PolicyRule[] {
    return resources.flatMap((resource) => this.#byResource.get(resource) ?? []);
  }

  get ofPaths(): readonly PolicyRule[] {
    return this.#ofPaths;
  }
}
