// Numbers with a check digit, and the like.
// https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/internal/third_party/govalidator/validator.go

const issuers =
  /^(4[0-9]{12}([0-9]{3})?|5[1-5][0-9]{14}|6(011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(0[0-5]|[68][0-9])[0-9]{11}|(2131|1800|35\d{3})\d{11})$/;

/** The number of a credit card, whatever stands between its digits. */
export function isCard(text: string): boolean {
  const digits = text.replace(/[^0-9]+/g, '');
  if (!issuers.test(digits)) return false;
  const sum = Array.from(digits)
    .reverse()
    .map((digit, at) => (at % 2 === 0 ? Number(digit) : twice(Number(digit))))
    .reduce((all, one) => all + one, 0);
  return sum % 10 === 0;
}

function twice(digit: number): number {
  return digit < 5 ? 2 * digit : 2 * digit - 9;
}

export function isIsbn10(text: string): boolean {
  const digits = withoutGaps(text);
  if (!/^[0-9]{9}[0-9X]$/.test(digits)) return false;
  const sum = Array.from(digits).reduce(
    (all, digit, at) => all + (at + 1) * (digit === 'X' ? 10 : Number(digit)),
    0,
  );
  return sum % 11 === 0;
}

export function isIsbn13(text: string): boolean {
  const digits = withoutGaps(text);
  if (!/^[0-9]{13}$/.test(digits)) return false;
  const sum = Array.from(digits.slice(0, 12)).reduce(
    (all, digit, at) => all + (at % 2 === 0 ? 1 : 3) * Number(digit),
    0,
  );
  return Number(digits.at(-1)) === (10 - (sum % 10)) % 10;
}

function withoutGaps(text: string): string {
  return text.replace(/[\t\n\f\r -]/g, '');
}

export function isSocialSecurityNumber(text: string): boolean {
  return text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text);
}
