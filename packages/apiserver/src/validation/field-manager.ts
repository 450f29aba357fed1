// The names of those who own fields.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/v1/validation/validation.go (ValidateFieldManager)

export const maxManagerLength = 128;

const printable = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/** What of the name cannot be printed; how long it is is told apart. */
export function managerComplaints(manager: string): string[] {
  const complaints: string[] = [];
  let at = 0;
  for (const character of manager) {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    if (!printable.test(character)) complaints.push(`invalid character U+${code} (at position ${at})`);
    at += Buffer.byteLength(character);
  }
  return complaints;
}
