// A refusal is shown as the answer would have been, unless that is what was refused.

import type { HttpRequest } from '@kube-rx/core';
import { negotiate } from '../negotiation/accept.ts';
import { printed } from '../negotiation/printed.ts';
import type { StatusError } from '../status-error.ts';
import { type Answer, statusAnswer } from './answer.ts';
import { Query } from './query.ts';

export async function refusalAnswer(error: StatusError, { headers, query }: HttpRequest): Promise<Answer> {
  const answer = statusAnswer(error);
  try {
    return await printed(answer, negotiate(headers, new Query(query)));
  } catch {
    return answer;
  }
}
