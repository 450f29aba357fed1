// The checks of a level and a version, in the order in which the real server makes them.
// https://github.com/kubernetes/pod-security-admission/blob/v0.36.3/policy/registry.go

import { capabilityChecks } from './capabilities.ts';
import { hostChecks } from './host.ts';
import type { CheckedPod } from './pod.ts';
import { type LevelVersion, minorOf } from './policy.ts';
import { profileChecks } from './profiles.ts';
import { userChecks } from './users.ts';
import type { Check, CheckVersion, FindViolation, Violation } from './violation.ts';

// Those of baseline first, by name.
const checks: readonly Check[] = [...capabilityChecks, ...hostChecks, ...profileChecks, ...userChecks].sort(
  (a, b) => orderOf(a) - orderOf(b) || (a.id < b.id ? -1 : 1),
);

function orderOf({ level }: Check): number {
  return level === 'baseline' ? 0 : 1;
}

// Versions after it have the rules of this one.
const newest = Math.max(...checks.flatMap(({ versions }) => versions.map(({ since }) => since)));

const known = new Map<string, readonly FindViolation[]>();

/** What is wrong with the pod; nothing at the level `privileged`. */
export function violationsOf(pod: CheckedPod, asked: LevelVersion): Violation[] {
  const { level } = asked;
  if (level === 'privileged') return [];
  const version = Math.min(minorOf(asked), newest);
  const key = `${level} ${version}`;
  const finds = known.get(key) ?? checksOf(level, version);
  known.set(key, finds);
  return finds.map((find) => find(pod)).filter((found) => found !== undefined);
}

function checksOf(level: 'baseline' | 'restricted', version: number): FindViolation[] {
  const asked = checks.filter((check) => level === 'restricted' || check.level === level);
  const current = asked.flatMap((check): (CheckVersion & { readonly id: string })[] => {
    const found = check.versions.findLast(({ since }) => since <= version);
    return found ? [{ ...found, id: check.id }] : [];
  });
  const replaced = new Set(current.map(({ replaces }) => replaces));
  return current.filter(({ id }) => !replaced.has(id)).map(({ find }) => find);
}

/** All of them as one text. */
export function detailText(violations: readonly Violation[]): string {
  return violations
    .map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`))
    .join(', ');
}
