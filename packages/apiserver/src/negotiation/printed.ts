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
  const value = parseJsonText(fromUtf8.decode(bytes));
  if (format === 'yaml')
    return {
      ...answer,
      headers: { ...answer.headers, 'content-type': 'application/yaml' },
      body: utf8.encode(printYaml(sortedKeys(value))),
    };
  return { ...answer, body: utf8.encode(jsonText(value, 2)) };
}

/** A refusal, shown as the answer would have been unless that is what was refused. */
export async function refusalAnswer(error: StatusError, { headers, query }: HttpRequest): Promise<Answer> {
  const answer = statusAnswer(error);
  try {
    return await printed(answer, negotiate(headers, new Query(query)));
  } catch {
    return answer;
  }
}
