// Documents that change rarely, of which a client keeps a copy: it names the copy's tag, and is told that it still holds.
// https://www.rfc-editor.org/rfc/rfc9110#field.if-none-match

import { createHash } from 'node:crypto';
import { type Answer, withHeaders } from './answer.ts';

/** As Kubernetes makes it: SHA-512 in hexadecimal digits. */
export function tagOf(text: string | Uint8Array): string {
  return createHash('sha512').update(text).digest('hex').toUpperCase();
}

/** `held`: the If-None-Match header of the request. `tag`: without its quotes. */
export function taggedAnswer(answer: Answer, tag: string, held: string | undefined): Answer {
  const etag = `"${tag}"`;
  const tagged = withHeaders(answer, { etag, vary: 'Accept' });
  if (!held || !namesTag(held, etag)) return tagged;
  const headers = Object.entries(tagged.headers).filter(([name]) => name !== 'content-type');
  return { status: 304, headers: Object.fromEntries(headers), body: new Uint8Array() };
}

function namesTag(held: string, etag: string): boolean {
  const tags = held.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
