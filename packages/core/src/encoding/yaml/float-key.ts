// A float as a key, which JSON has as a text: sigs.k8s.io/yaml writes it with the digits of a 32-bit one.

/** In the form of Go's `%g`: `1.5`, `1e+07`. `.inf` and `.nan` where JSON has no such number. */
export function floatKey(double: number): string {
  const float = Math.fround(double);
  if (Number.isNaN(float)) return '.nan';
  if (!Number.isFinite(float)) return float < 0 ? '-.inf' : '.inf';
  const [mantissa = '', exponent = ''] = shortest(float).split('e');
  const isUsual = Number(exponent) >= -4 && Number(exponent) < 6;
  if (isUsual) return Object.is(float, -0) ? '-0' : String(Number(`${mantissa}e${exponent}`));
  return `${mantissa}e${exponent.replace(/\d+/, (digits) => digits.padStart(2, '0'))}`;
}

/** The fewest digits that are read back as the same 32-bit float; nine always are. */
function shortest(float: number): string {
  for (let digits = 0; digits < 8; digits += 1) {
    const text = float.toExponential(digits);
    if (Math.fround(Number(text)) === float) return text;
  }
  return float.toExponential(8);
}
