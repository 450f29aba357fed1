// The `Retry-After` header: seconds, or a date.
// https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3

/** Milliseconds to wait from `now` on, or undefined where the header is absent or invalid. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const value = header.trim();
  if (/^\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1000);
  // `Date.parse` accepts almost anything, as '-5'. An HTTP date begins with the name of the day.
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
