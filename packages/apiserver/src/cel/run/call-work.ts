// How long a call takes us, in steps. It is not what the call costs: some that cost one read all that they are given.

import { ListValue, Opaque, type Value } from '../value.ts';

const perCharacter = 2;
const perQuotedCharacter = 10;
const perLightCharacter = 0.3;
const perItem = 10;

/** Those that read a text as fast as it can be read. */
const light: ReadonlySet<string> = new Set(
  '_+_ _<_ _<=_ _>_ _>=_ _==_ _!=_ @in contains startsWith endsWith matches size string dyn type'.split(' '),
);

/** Those that may write a text out again for the words of an error. */
const quoting: ReadonlySet<string> = new Set(
  'ip isIP ip.isCanonical cidr isCIDR containsIP containsCIDR url isURL semver isSemver validate'.split(' '),
);

/** Those that look at each item of a list. */
const wholeList: ReadonlySet<string> = new Set(
  'isSorted sum max min indexOf lastIndexOf sort reverse distinct join optional.unwrap unwrapOpt'.split(' '),
);

function characterWork(name: string): number {
  if (light.has(name)) return perLightCharacter;
  return quoting.has(name) ? perQuotedCharacter : perCharacter;
}

export function callWork(name: string, args: readonly Value[]): number {
  const factor = characterWork(name);
  let work = 1;
  for (const value of args) {
    if (typeof value === 'string' || value instanceof Uint8Array) work += value.length * factor;
    else if (value instanceof Opaque) work += value.weight * factor;
    else if (value instanceof ListValue && wholeList.has(name)) work += value.size * perItem;
  }
  return work;
}

/** That of a key that is looked up. */
export function keyWork(key: Value): number {
  return typeof key === 'string' ? 1 + key.length * perLightCharacter : 1;
}
