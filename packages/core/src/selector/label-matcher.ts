// A label selector of many requirements, arranged so that an object costs as much as it has labels.

import { holds, type LabelRequirement } from './label-requirement.ts';

/** From here on it pays. */
const many = 8;

/** Whether labels have all that is required. */
export function labelMatcher(
  requirements: readonly LabelRequirement[],
): (labels: Readonly<Record<string, string>>) => boolean {
  const isSmall = requirements.length <= many && requirements.every(({ values }) => values.length <= many);
  if (isSmall) return (labels) => requirements.every((requirement) => holds(requirement, labels));
  const arranged = new ArrangedRequirements();
  for (const requirement of requirements) arranged.add(requirement);
  return (labels) => arranged.hold(labels);
}

class ArrangedRequirements {
  readonly #present = new Set<string>();
  readonly #absent = new Set<string>();
  readonly #in = new Map<string, Set<string>>();
  readonly #notIn = new Map<string, Set<string>>();
  readonly #others: LabelRequirement[] = [];

  add(requirement: LabelRequirement): void {
    const { key, operator, values } = requirement;
    switch (operator) {
      case 'Exists':
        this.#present.add(key);
        return;
      case 'DoesNotExist':
        this.#absent.add(key);
        return;
      case 'In': {
        const before = this.#in.get(key);
        this.#present.add(key);
        this.#in.set(key, new Set(before ? values.filter((value) => before.has(value)) : values));
        return;
      }
      case 'NotIn': {
        const before = this.#notIn.get(key) ?? new Set();
        for (const value of values) before.add(value);
        this.#notIn.set(key, before);
        return;
      }
      case 'GreaterThan':
      case 'LessThan':
        this.#present.add(key);
        this.#others.push(requirement);
        return;
      default:
        operator satisfies never;
    }
  }

  hold(labels: Readonly<Record<string, string>>): boolean {
    const entries = Object.entries(labels);
    if (this.#present.size > entries.length) return false;
    for (const key of this.#present) if (!Object.hasOwn(labels, key)) return false;
    for (const [key, value] of entries) {
      if (this.#absent.has(key) || this.#notIn.get(key)?.has(value)) return false;
      if (this.#in.get(key)?.has(value) === false) return false;
    }
    return this.#others.every((requirement) => holds(requirement, labels));
  }
}
