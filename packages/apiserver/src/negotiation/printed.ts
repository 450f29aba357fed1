// The last step of an answer: indented for eyes, or as YAML.

import { type HttpRequest, readBody } from '@kube-rx/core';
import { printYaml } from '@kube-rx/core/encoding';
import { type Answer, statusAnswer } from '../handlers/answer.ts';
import { Query } from '../handlers/query.ts';
import { jsonText, parseJsonText, sortedKeys } from '../json/json.ts';
import type { StatusError } from '../status-error.ts';
import { WatchBody } from '../watch/watch-body.ts';
import { type Negotiated, negotiate } from './accept.ts';

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

/** Frames of a watch are never indented, whatever is asked for. */
export async function printed(
  answer: Answer,
  { pretty, format }: Pick<Negotiated, 'pretty' | 'format'>,
): Promise<Answer> {
  const type = answer.headers['content-type'];
  if ((!pretty && format === 'json') || answer.body instanceof WatchBody || type !== 'application/json')
    return answer;
  const bytes = answer.body instanceof Uint8Array ? answer.body : await readBody(answer.body);
  const isYaml = format === 'yaml';
  const headers = { ...answer.headers, ...(isYaml && { 'content-type': 'application/yaml' }) };
  // JSON as it is, which is YAML too.
  if (indentation(bytes) > maxIndentation) return { ...answer, headers, body: bytes };
  const value = parseJsonText(fromUtf8.decode(bytes));
  const text = isYaml ? printYaml(sortedKeys(value)) : jsonText(value, 2);
  return { ...answer, headers, body: utf8.encode(text) };
}

// An object of a megabyte whose lines are deep has more blanks before them than a text may have characters.
const maxIndentation = 64 * 1024 * 1024;

/** How many blanks stand before the lines of this JSON, two for each level. */
function indentation(json: Uint8Array): number {
  let [depth, blanks, isText] = [0, 0, false];
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === codes.quote) isText = !isText;
    else if (isText) at += character === codes.backslash ? 1 : 0;
    else if (character === codes.comma) blanks += 2 * depth;
    else if (character === codes.brace || character === codes.bracket) blanks += 2 * (depth += 1);
    else if (character === codes.endBrace || character === codes.endBracket) blanks += 2 * (depth -= 1);
  }
  return blanks;
}

const codes = {
  quote: 0x22,
  comma: 0x2c,
  bracket: 0x5b,
  backslash: 0x5c,
  endBracket: 0x5d,
  brace: 0x7b,
  endBrace: 0x7d,
} as const;

/** A refusal, shown as plain objects would have been; for whoever accepts none of them as JSON that is indented. */
export async function refusalAnswer(error: StatusError, { headers, query }: HttpRequest): Promise<Answer> {
  const answer = statusAnswer(error);
  let shown: Pick<Negotiated, 'pretty' | 'format'> = { pretty: true, format: 'json' };
  try {
    shown = negotiate(headers, new Query(query), { plain: true });
  } catch {
    // This refusal or another one tells.
  }
  return await printed(answer, shown);
}
