// Versions as semver.org has them.

export interface SemanticVersion {
  /** Major, minor, patch. */
  readonly numbers: readonly number[];
  /** What is behind the dash, of a version that comes before the one without. */
  readonly before: readonly string[];
}

/** Undefined where the text is none. */
export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const [, version = '', build] = /^([^+]*)(?:\+(.*))?$/s.exec(text) ?? [];
  const [, core = '', before] = /^([^-]*)(?:-(.*))?$/s.exec(version) ?? [];
  const numbers = core.split('.');
  const [identifiers, builds] = [before?.split('.') ?? [], build?.split('.') ?? []];
  const isVersion =
    numbers.length === 3 &&
    numbers.every((part) => isCounted.test(part)) &&
    identifiers.every((part) => isIdentifier.test(part) && (isCounted.test(part) || !/^\d+$/.test(part))) &&
    builds.every((part) => isIdentifier.test(part));
  return isVersion ? { numbers: numbers.map(Number), before: identifiers } : undefined;
}

const isCounted = /^(0|[1-9]\d*)$/;
const isIdentifier = /^[0-9A-Za-z-]+$/;

/** Whether the first comes before the second. */
export function isLess(first: SemanticVersion, second: SemanticVersion): boolean {
  const at = first.numbers.findIndex((each, index) => each !== second.numbers[index]);
  if (at !== -1) return (first.numbers[at] ?? 0) < (second.numbers[at] ?? 0);
  return isEarlier(first.before, second.before);
}

function isEarlier(first: readonly string[], second: readonly string[]): boolean {
  if (first.length === 0 || second.length === 0) return first.length > second.length;
  const at = first.findIndex((each, index) => each !== second[index]);
  const [one, other] = at === -1 ? [] : [first[at], second[at]];
  if (one === undefined) return first.length < second.length;
  if (other === undefined) return false;
  const [isNumber, isOtherNumber] = [/^[0-9]+$/.test(one), /^[0-9]+$/.test(other)];
  if (isNumber && isOtherNumber) return Number(one) < Number(other);
  return isNumber === isOtherNumber ? one < other : isNumber;
}
