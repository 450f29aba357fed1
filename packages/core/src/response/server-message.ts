// What an error may repeat of a server's message. The server may quote the object that it refuses, and the object may
// hold credentials, so of an answer about such objects only the server's own words are repeated.

import { trimTextEnd } from '../values/text-end.ts';
import { isCommonWord } from './common-words.ts';
import { printable } from './printable.ts';

// Of one quoted value: a patch that does not fit its object makes the server quote all of the object.
const mostQuoted = 100;
// Of a text that is no Status.
const mostQuotedWords = 200;
const looksAt = 16 * 1024;

/** What is said of an answer: a `Status`, or a part of one. */
interface Said {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly kind?: string; readonly name?: string };
}

/** Members of the API whose objects, or the answers about them, hold credentials. */
const credentialResource =
  /^(?:\w*(?:secrets|credentials|tokens)|tokenreviews|oauthclients|certificatesigningrequests)$/;
const credentialKind = /(?:Secret|Credentials?|Token(?:Review|Request)?|CertificateSigningRequest)\b/;

/**
 * The message of a `Status` for people and logs: bounded, on one line, without credentials. Undefined if it has none.
 *
 * `about`: the segments of the request's path. Where one of them, or the `Status` itself, names a Secret or another
 * object that holds credentials, values are left out: what the server quotes, and every word that is none of the
 * server's own.
 *
 * @example
 * const status = { message: 'Secret "db" is invalid: type: Invalid value: "s3cret": field is immutable' };
 * serverMessage(status, ['api', 'v1', 'namespaces', 'shop', 'secrets', 'db']);
 * // 'Secret "db" is invalid: type: Invalid value: "…": field is immutable'
 */
export function serverMessage(
  { message, details }: Pick<Said, 'message' | 'details'>,
  about: readonly string[] = [],
): string | undefined {
  // A hostile server may send anything in the place of a text.
  if (typeof message !== 'string' || message === '') return undefined;
  const text = withoutMiddle(message);
  const { kind, name } = details ?? {};
  const isConfidential =
    holdsCredentials(about) ||
    (typeof kind === 'string' && holdsCredentials([kind])) ||
    credentialKind.test(`${kind} ${text}`);
  if (!isConfidential) return printable(shortenQuoted(withoutCredentials(text)));
  return printable(ownWords(text, typeof name === 'string' ? [...about, name] : about));
}

/**
 * Of a text that is no `Status`, as a gateway's page or the first line of an unknown body, what may be repeated: the
 * words that servers use, and `names`, which the asker knows. Any other word may be a value, and becomes `…`.
 *
 * @example serverWords('502 Bad Gateway: db-7 says hunter2', ['502']); // '502 Bad Gateway: … … …'
 */
export function serverWords(text: string, names: readonly string[] = []): string {
  return printable(ownWords(withoutMiddle(text), names), mostQuotedWords);
}

/**
 * The code and the reason of a `Status`, as far as they are there and what they should be.
 *
 * @example statusName({ code: 404, reason: 'NotFound' }); // '404 NotFound'
 */
export function statusName({ code, reason }: Pick<Said, 'code' | 'reason'>): string {
  const parts = [typeof code === 'number' ? `${code}` : '', typeof reason === 'string' ? reason : ''];
  return printable(parts.filter(Boolean).join(' '), 100);
}

function holdsCredentials(segments: readonly string[]): boolean {
  return segments.some(
    (segment, at) =>
      segments[at - 1] !== 'namespaces' &&
      (credentialResource.test(segment) || (segment === 'token' && segments.includes('serviceaccounts'))),
  );
}

// The reason stands at the end, behind what is quoted.
function withoutMiddle(text: string): string {
  return text.length <= looksAt ? text : `${text.slice(0, looksAt / 2)}…${text.slice(-looksAt / 2)}`;
}

function withoutCredentials(text: string): string {
  return text
    .replace(/-----BEGIN [\s\S]*?(?:-----END [A-Z ]*-----|$)/g, '…')
    .replace(/[\w+/.=-]{9,}/g, withoutEncoded)
    .replace(/\b(bearer|basic) +(?!token\b|auth)\S+/gi, '$1 …');
}

// Of a text without blanks what begins as a PEM in base64, or as a JSON web token, which is a dot between two objects.
function withoutEncoded(run: string): string {
  const token = run.indexOf('eyJ');
  const starts = [run.indexOf('LS0tLS1CRUdJT'), run.indexOf('.eyJ', token) > token ? token : -1];
  const start = Math.min(...starts.filter((at) => at !== -1));
  return start === Infinity ? run : `${run.slice(0, start)}…`;
}

function shortenQuoted(text: string): string {
  return text.replace(/"((?:[^"\\]|\\[\s\S])*)(?:"|\\?$)/g, (quoted, inside: string) =>
    inside.length > mostQuoted ? `"${inside.slice(0, mostQuoted)}…"` : quoted,
  );
}

// No two alternatives match at the same place, and what is not closed ends with the text: matching is linear.
const tokens =
  /(\s+)|("(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|(?<!\w)'[^']*(?:'|$)|`[^`]*(?:`|$))|([^\s"'`]+(?:'\w+)?|')/g;

/** The text without values: quoted or not, what is no word of the server's becomes `…`. */
function ownWords(text: string, names: readonly string[]): string {
  const said: string[] = [];
  for (const [, blank, quoted, word = ''] of text.matchAll(tokens)) {
    const before = said.slice(-4).join('').slice(-40);
    if (blank !== undefined) said.push(' ');
    else if (quoted !== undefined)
      said.push(isNamed(quoted, before, names) ? quoted : `${quoted[0]}…${quoted[0]}`);
    else
      said.push(isOwn(word, before) || names.includes(word.replace(/^\(|\)$/g, '')) ? word : redacted(word));
  }
  return said.join('').replaceAll(/…(?: …)+/g, '…');
}

function redacted(word: string): string {
  return `…${word.slice(trimTextEnd(word, ':;,)]').length).slice(0, 2)}`;
}

const introduction =
  /(?:\b(?:unknown|duplicate) field|\bUser|\bgroup|\bwebhook|\bconflict with|\bresource) $/;
const shownAsQuoted = new Set([
  '',
  'v1',
  'Secret',
  'secrets',
  'immutable',
  '-',
  '_',
  '.',
  'All',
  '<secret contents redacted>',
]);

/** Whether what is quoted is no value: a name of the request, a field's name, who asked. */
function isNamed(quoted: string, before: string, names: readonly string[]): boolean {
  const inside = quoted.slice(1, -1);
  if (shownAsQuoted.has(inside) || names.includes(inside)) return true;
  return introduction.test(before) && /^[\w.:/@$[\]-]{1,200}$/.test(inside);
}

const fieldPath =
  /^\[?\.?(?:metadata|data|stringData|type|immutable|spec|status|kind|apiVersion)(?:[.[][\w.[\]/~$-]*|\]*)(?:[:,)][\]:,)]*)?$/;
const bound = /\b(?:byte|line|than|most|with|RFC) $/;

function isOwn(word: string, before: string): boolean {
  if (/^\W*$/.test(word) || fieldPath.test(word)) return true;
  if (/^\d+[,:)]?$/.test(word)) return bound.test(before);
  // As in '.image: field not declared in schema'.
  if (/^\.\w[\w.-]*:$/.test(word) && /[:,] $/.test(before)) return true;
  return word.split(/[^A-Za-z0-9']+/).every((part) => part === '' || isCommonWord(part));
}
