// A text for a field that is bounded in bytes of UTF-8.

/** All of `text`, or as many whole characters of it as fit with a sign that more was there. */
export function boundedText(text: string, mostBytes: number): string {
  // A character has three bytes at most for each unit of UTF-16, so most texts need not be measured.
  const whole = (text.length > mostBytes ? text.slice(0, mostBytes + 1) : text).toWellFormed();
  if (text.length <= mostBytes && (whole.length * 3 <= mostBytes || bytesOf(whole) <= mostBytes))
    return whole;
  const { read } = new TextEncoder().encodeInto(whole, new Uint8Array(mostBytes - bytesOf(cutSign)));
  return `${whole.slice(0, read)}${cutSign}`;
}

const cutSign = '…';

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
