// The last step of an answer: indented for eyes, or as YAML.

import { readBody } from '@kube-rx/core';
import { stringify } from 'yaml';
import type { Answer } from '../handlers/answer.ts';
import { parseJsonText, sortedKeys } from '../json/json.ts';
import { WatchBody } from '../watch/watch-body.ts';
import type { Negotiated } from './accept.ts';

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
  const value = parseJsonText(fromUtf8.decode(bytes));
  if (format === 'yaml')
    return {
      ...answer,
      headers: { ...answer.headers, 'content-type': 'application/yaml' },
      // As Go's printer has it: keys sorted, lists not indented, times quoted.
      body: utf8.encode(stringify(sortedKeys(value), { schema: 'yaml-1.1', indentSeq: false, lineWidth: 0 })),
    };
  return { ...answer, body: utf8.encode(JSON.stringify(value, undefined, 2)) };
}
