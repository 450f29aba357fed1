// Versions as semver.org has them.

export interface SemanticVersion {
  /** Major, minor, patch. */
  readonly numbers: readonly number[];
  /** What is behind the dash, of a version that comes before the one without. */
  readonly before: readonly string[];
}

const number = '0|[1-9][0-9]*';
const identifier = `(?:${number}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)`;
const pattern = new RegExp(
  `^(${number})\\.(${number})\\.(${number})(?:-(${identifier}(?:\\.${identifier})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

/** Undefined where the text is none. */
export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  return { numbers: match.slice(1, 4).map(Number), before: match[4]?.split('.') ?? [] };
}

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
