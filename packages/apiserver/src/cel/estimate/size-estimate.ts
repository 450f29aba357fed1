// Sizes and costs of which only the least and the most are known, as 64-bit numbers that stop at their end.

export interface Estimate {
  readonly least: bigint;
  readonly most: bigint;
}

export const endless: bigint = 2n ** 64n - 1n;
export const unknown: Estimate = { least: 0n, most: endless };

export function exactly(value: bigint | number): Estimate {
  return { least: BigInt(value), most: BigInt(value) };
}

export function capped(value: bigint): bigint {
  return value > endless ? endless : value;
}

export function plus(...all: readonly Estimate[]): Estimate {
  return {
    least: capped(all.reduce((sum, one) => sum + one.least, 0n)),
    most: capped(all.reduce((sum, one) => sum + one.most, 0n)),
  };
}

export function times(a: Estimate, b: Estimate): Estimate {
  return { least: capped(a.least * b.least), most: capped(a.most * b.most) };
}

export function by(estimate: Estimate, factor: number): Estimate {
  return { least: scaled(estimate.least, factor), most: scaled(estimate.most, factor) };
}

function scaled(value: bigint, factor: number): bigint {
  const product = Math.ceil(Number(value) * factor);
  return product >= 2 ** 64 ? endless : BigInt(product);
}

/** Either of them. */
export function either(a: Estimate, b: Estimate): Estimate {
  return { least: a.least < b.least ? a.least : b.least, most: a.most > b.most ? a.most : b.most };
}
