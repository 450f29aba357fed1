// IP addresses as bytes.

import { isIPv4 } from 'node:net';

/** The bytes of an IP address without a zone, as it is written: four or sixteen. */
export function addressBytes(text: string): Buffer {
  if (isIPv4(text)) return Buffer.from(text.split('.').map(Number));
  const end = text.slice(text.lastIndexOf(':') + 1);
  // The last two groups may be written as IPv4.
  const last = isIPv4(end) ? addressBytes(end).toString('hex').replace(/^.{4}/, '$&:') : end;
  const [head = '', tail = ''] = (text.slice(0, text.length - end.length) + last).split('::');
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const before = groups(head);
  const after = groups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return Buffer.from([...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]));
}
