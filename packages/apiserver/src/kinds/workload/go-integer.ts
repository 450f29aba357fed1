// Whole numbers as Go reads them from text.
// https://pkg.go.dev/strconv#Atoi

/** The number, or Go's complaint. Those beyond 2^53 are rounded. */
export function parsedInteger(text: string): number | string {
  const complaint = `strconv.Atoi: parsing ${JSON.stringify(text)}: `;
  if (!/^[+-]?[0-9]+$/.test(text)) return `${complaint}invalid syntax`;
  // Longer ones are out of range, unless of zeros that nobody writes.
  const value = text.length > 100 ? 2n ** 63n : BigInt(text.replace(/^\+/, ''));
  if (value >= 2n ** 63n || value < -(2n ** 63n)) return `${complaint}value out of range`;
  return Number(value);
}
