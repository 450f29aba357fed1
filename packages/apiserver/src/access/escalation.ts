// Nobody hands out more than they have: the rules of a role that somebody writes or binds must be among their own.
// https://github.com/kubernetes/component-helpers/blob/v0.36.3/auth/rbac/validation/policy_comparator.go

import { jsonText, stringsAt, without } from '../json/json.ts';
import { covers, listOf, type PolicyRule, resourceKeys, sizeOf } from './policy-rule.ts';
import type { HeldRules } from './rbac.ts';
import { RuleSet } from './rule-set.ts';
import type { User } from './user.ts';

// A rule names verbs, groups, resources and names, and stands for every combination: a body of 3 MiB for more than
// anybody can count. A part costs as much as many comparisons.
const maxComparisons = 5_000_000;
const partCost = 200;
const maxLines = 1_000;

/** Why the user may not grant these rules; undefined where they may. */
export function escalation(user: User, held: HeldRules, rules: readonly PolicyRule[]): string | undefined {
  const comparison = new Comparison(held.sets);
  const missing = rules.flatMap((rule) => comparison.missingIn(rule));
  const who = `user ${JSON.stringify(user.name)} (groups=${quoted(user.groups)})`;
  if (comparison.exhausted)
    return `${who} is attempting to grant RBAC permissions that are too many to compare with those held`;
  if (missing.length === 0) return undefined;
  const lines = [...new Set(compact(missing).map(describe))].sort();
  const more = lines.length > maxLines ? `\nand ${lines.length - maxLines} more` : '';
  const list = lines.slice(0, maxLines).join('\n') + more;
  const problem = held.problem === '' ? '' : `; resolution errors: [${held.problem}]`;
  return `${who} is attempting to grant RBAC permissions not currently held:\n${list}${problem}`;
}

/** The smallest rules within these that the others do not cover. */
export function missingRules(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  const comparison = new Comparison([new RuleSet(held)]);
  return wanted.flatMap((rule) => comparison.missingIn(rule));
}

class Comparison {
  readonly #held: readonly RuleSet[];
  readonly #naming: Map<string, readonly PolicyRule[]> = new Map();
  #left = maxComparisons;

  constructor(held: readonly RuleSet[]) {
    this.#held = [...new Set(held)];
  }

  get exhausted(): boolean {
    return this.#left <= 0;
  }

  /** The smallest rules within this one that are not held. */
  missingIn(rule: PolicyRule): PolicyRule[] {
    const missing: PolicyRule[] = [];
    if (this.#isHeld(rule)) return missing;
    for (const part of partsOf(rule)) {
      if (this.exhausted) break;
      this.#left -= partCost;
      if (!this.#isHeld(part)) missing.push(part);
    }
    return missing;
  }

  // A rule that covers another names its first resource.
  #isHeld(rule: PolicyRule): boolean {
    const [resource] = stringsAt(rule, 'resources');
    const candidates = resource === undefined ? this.#ofPaths() : this.#ofResource(resource);
    const size = sizeOf(rule);
    const paths = listOf(rule, 'nonResourceURLs').length;
    this.#left -= size;
    return candidates.some((one) => {
      this.#left -= size + sizeOf(one) + paths * listOf(one, 'nonResourceURLs').length;
      return this.exhausted || covers(one, rule);
    });
  }

  #ofResource(name: string): readonly PolicyRule[] {
    const known = this.#naming.get(name);
    if (known) return known;
    const slash = name.indexOf('/');
    const [resource, subresource] = slash === -1 ? [name, ''] : [name.slice(0, slash), name.slice(slash + 1)];
    const keys = [...new Set(resourceKeys({ resource, subresource }))];
    const found = this.#held.flatMap((set) => set.naming(keys));
    this.#left -= this.#held.length;
    this.#naming.set(name, found);
    return found;
  }

  #ofPaths(): readonly PolicyRule[] {
    const found = this.#naming.get('') ?? this.#held.flatMap(({ ofPaths }) => ofPaths);
    this.#naming.set('', found);
    return found;
  }
}

// What a rule says twice, a refusal says twice.
function* partsOf(source: PolicyRule): Generator<PolicyRule> {
  const [verbs, names] = [stringsAt(source, 'verbs'), stringsAt(source, 'resourceNames')];
  const named: readonly (string | undefined)[] = names.length === 0 ? [undefined] : names;
  for (const apiGroup of stringsAt(source, 'apiGroups'))
    for (const resource of stringsAt(source, 'resources'))
      for (const verb of verbs)
        for (const name of named)
          yield {
            apiGroups: [apiGroup],
            resources: [resource],
            verbs: [verb],
            ...(name !== undefined && { resourceNames: [name] }),
          };
  for (const url of stringsAt(source, 'nonResourceURLs'))
    for (const verb of verbs) yield { nonResourceURLs: [url], verbs: [verb] };
}

// Rules of one resource that differ in their verbs are told as one, those of paths apart.
function compact(rules: readonly PolicyRule[]): PolicyRule[] {
  const [ofResources, ofPaths] = [true, false].map((wanted) =>
    rules.filter((rule) => stringsAt(rule, 'resources').length > 0 === wanted),
  );
  const alike = Map.groupBy(ofResources ?? [], (rule) => jsonText(without(rule, 'verbs')));
  const joined = [...alike.values()].map((same) => ({
    ...same[0],
    verbs: same.flatMap((rule) => stringsAt(rule, 'verbs')),
  }));
  return [...(ofPaths ?? []), ...joined];
}

const fields: readonly (readonly [word: string, field: string])[] = [
  ['APIGroups', 'apiGroups'],
  ['Resources', 'resources'],
  ['NonResourceURLs', 'nonResourceURLs'],
  ['ResourceNames', 'resourceNames'],
  ['Verbs', 'verbs'],
];

function describe(rule: PolicyRule): string {
  const said = fields
    .map(([word, field]) => [word, stringsAt(rule, field)] as const)
    .filter(([, values]) => values.length > 0);
  return `{${said.map(([word, values]) => `${word}:${quoted(values)}`).join(', ')}}`;
}

// As Go's %q prints a list.
function quoted(values: readonly string[]): string {
  return `[${values.map((one) => JSON.stringify(one)).join(' ')}]`;
}
