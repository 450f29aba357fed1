// Webhooks that judge objects: all at the same time.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/webhook/validating/dispatcher.go

import { seenAs } from '../../conversion/converted-attributes.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { isExempt } from '../exempt.ts';
import { matchedResource } from '../matching.ts';
import { AdmissionWork } from '../work.ts';
import { askedResource } from './conditions.ts';
import { callFailure, denial, judged, noKnownReview, requireDryRun } from './refusal.ts';
import { type Invocation, invocationOf } from './review.ts';
import { webhooksOf } from './webhook.ts';
import type { WebhookCalls } from './webhook-call.ts';

/** @throws StatusError that of the first webhook, in their order, which refuses. */
export function* askValidating(attributes: AdmissionAttributes): WebhookCalls<void> {
  const { server, served, dryRun, warnings } = attributes;
  const webhooks = webhooksOf(server, 'validatingwebhookconfigurations');
  if (webhooks.length === 0 || isExempt(served)) return;
  const work = new AdmissionWork();
  const invocations: Invocation[] = [];
  let seen = attributes;
  for (const webhook of webhooks) {
    if (served.converter) seen = yield* seenAs(matchedResource(webhook, seen, work.steps), seen);
    const matched = askedResource(webhook, seen, work);
    if (!matched) continue;
    requireDryRun(webhook, dryRun);
    const invocation = invocationOf(webhook, matched, seen);
    if (!invocation) throw callFailure(webhook.name, noKnownReview);
    invocations.push(invocation);
  }
  if (invocations.length === 0) return;
  const answers = yield invocations.map(({ call }) => call);
  const verdicts = invocations.map((invocation, at) => () => judged(invocation, answers[at], false));
  let refused: Error | undefined;
  for (const [at, verdict] of verdicts.entries())
    try {
      const said = verdict();
      if (!said) continue;
      warnings.push(...said.warnings);
      if (!said.allowed) throw denial(invocations[at]?.webhook.name ?? '', said.result);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      refused ??= error;
    }
  if (refused) throw refused;
}
