// What a client is told where a webhook refuses, or cannot be asked.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/webhook/errors/statuserror.go

import { type JsonObject, numberAt, objectAt, textAt, valueAt, without } from '../../json/json.ts';
import { badRequest, internalError, StatusError } from '../../status-error.ts';
import type { Invocation } from './review.ts';
import { type Verdict, verdictOf } from './review.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookAnswer } from './webhook-call.ts';

/** That of an answer which does not allow the write. */
export function denial(name: string, result: JsonObject = {}): StatusError {
  const [message, reason] = [textAt(result, 'message'), textAt(result, 'reason')];
  const deniedBy = `admission webhook ${JSON.stringify(name)} denied the request`;
  const code = Math.max(numberAt(result, 'code') ?? 0, 400);
  const why = message || reason;
  const details = valueAt(result, 'details');
  return new StatusError(code, reason, {
    ...without(result, 'kind', 'apiVersion', 'metadata', 'status', 'message', 'reason', 'code', 'details'),
    ...(details !== undefined && { details: objectAt(result, 'details') }),
    message: why === '' ? `${deniedBy} without explanation` : `${deniedBy}: ${why}`,
  });
}

/** Of a webhook that cannot be asked. */
export function callFailure(name: string, why: string): StatusError {
  return internalError(`failed calling webhook ${JSON.stringify(name)}: ${why}`);
}

/** @throws StatusError where a webhook that may have effects is asked about a dry run. */
export function requireDryRun({ name, sideEffects }: Webhook, dryRun: boolean): void {
  if (!dryRun || sideEffects === 'None' || sideEffects === 'NoneOnDryRun') return;
  throw badRequest(`admission webhook ${JSON.stringify(name)} does not support dry run`);
}

/** What the webhook says; undefined where its call has failed and that is to be ignored. */
export function judged(
  invocation: Invocation,
  answer: WebhookAnswer | undefined,
  mutating: boolean,
): Verdict | undefined {
  const { name, ignoresFailure } = invocation.webhook;
  const verdict = verdictIn(invocation, answer, mutating);
  if (typeof verdict !== 'string') return verdict;
  if (!ignoresFailure) throw callFailure(name, verdict);
  return undefined;
}

function verdictIn(
  invocation: Invocation,
  answer: WebhookAnswer | undefined,
  mutating: boolean,
): Verdict | string {
  if (!answer) return 'the call was never made';
  if (answer.kind === 'failed') return `failed to call webhook: ${answer.why}`;
  const verdict = verdictOf(invocation, answer.review, mutating);
  return typeof verdict === 'string' ? `received invalid webhook response: ${verdict}` : verdict;
}

export const noKnownReview =
  'could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)';
