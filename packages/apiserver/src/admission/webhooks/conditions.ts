// Whether a webhook is asked: by what it is about, and by its conditions.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/webhook/generic/webhook.go

import type { ServedResource } from '../../registry/served-resource.ts';
import { forbidden } from '../../status-error.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { holdAll } from '../expressions/match-conditions.ts';
import { namesOf } from '../expressions/names.ts';
import { matchedResource } from '../matching.ts';
import type { AdmissionWork } from '../work.ts';
import type { Webhook } from './webhook.ts';

/**
 * The resource in whose version the webhook is asked; undefined where it is not asked.
 *
 * @throws StatusError where that cannot be told.
 */
export function askedResource(
  webhook: Webhook,
  attributes: AdmissionAttributes,
  work: AdmissionWork,
): ServedResource | undefined {
  const { steps } = work;
  const matched = matchedResource(webhook, attributes, steps);
  const { hasConditions, ignoresFailure } = webhook;
  if (!matched || !hasConditions) return matched;
  const { served, name } = attributes;
  const values = { matched, resource: served, namespace: undefined, params: undefined };
  const inquiry = { names: namesOf(attributes, values), variables: new Map(), steps };
  const holds = holdAll({ expressions: webhook.conditions(work), ignoresFailure }, inquiry);
  if (typeof holds === 'string') throw forbidden(served.resource, name, { why: holds });
  return holds ? matched : undefined;
}
