// Webhooks that are asked before something is stored.

import { arrayAt, type Json, type JsonObject, jsonEquals, objectsAt, stringsAt } from '../../json/json.ts';
import { Steps } from '../../schema/steps.ts';
import type { FieldFault } from '../../status-error.ts';
import { choiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { selectorFaults } from '../../validation/labels.ts';
import { subdomainComplaints, wordComplaints } from '../../validation/names.ts';
import { serviceFaults, urlFaults } from '../../validation/webhook-client.ts';
import { conditionFaults } from './match-conditions.ts';
import { ruleFaults } from './rules.ts';

export function webhooksFaults(configuration: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const seen = new Set<string>();
  const steps = new Steps();
  const judges = old === undefined || !jsonEquals(conditionsOf(configuration), conditionsOf(old));
  return new Field(configuration).at('webhooks').items.flatMap((webhook) => {
    const name = webhook.at('name');
    const isRepeated = name.text !== '' && seen.has(name.text);
    seen.add(name.text);
    return [
      ...webhookFaults(webhook),
      ...(judges ? conditionFaults(webhook.at('matchConditions'), { hasParams: false, steps }) : []),
      ...reviewFaults(webhook.at('admissionReviewVersions')),
      ...(isRepeated ? [name.duplicate()] : []),
    ];
  });
}

// Those that are stored are good for ever.
function conditionsOf(configuration: JsonObject): Json {
  return objectsAt(configuration, 'webhooks').map((one) => arrayAt(one, 'matchConditions'));
}

function webhookFaults(webhook: Field): FieldFault[] {
  const [effects, timeout, again] = [
    webhook.at('sideEffects'),
    webhook.at('timeoutSeconds'),
    webhook.at('reinvocationPolicy'),
  ];
  return [
    ...nameFaults(webhook.at('name')),
    ...webhook.at('rules').items.flatMap(ruleFaults),
    ...choiceFaults(webhook.at('failurePolicy'), ['Fail', 'Ignore']),
    ...choiceFaults(webhook.at('matchPolicy'), ['Equivalent', 'Exact']),
    ...(effects.isSet
      ? choiceFaults(effects, harmless)
      : [effects.required(`must specify one of ${harmless.join(', ')}`)]),
    ...(timeout.number < 1 || timeout.number > 30
      ? [timeout.invalid('the timeout value must be between 1 and 30 seconds')]
      : []),
    ...selectorFaults(webhook.at('namespaceSelector')),
    ...selectorFaults(webhook.at('objectSelector')),
    ...(again.isSet ? choiceFaults(again, ['IfNeeded', 'Never']) : []),
    ...clientFaults(webhook.at('clientConfig')),
  ];
}

const harmless = ['None', 'NoneOnDryRun'];

function nameFaults(name: Field): FieldFault[] {
  if (name.text === '') return [name.required()];
  const complaints = subdomainComplaints(name.text);
  if (complaints.length > 0) return [name.invalid(complaints.join(','))];
  if (name.text.split('.').length >= 3) return [];
  return [name.invalid('should be a domain with at least three segments separated by dots')];
}

function clientFaults(client: Field): FieldFault[] {
  const [url, service] = [client.at('url'), client.at('service')];
  if (url.isSet === service.isSet) return [client.required('exactly one of url or service is required')];
  return url.isSet ? urlFaults(url) : serviceFaults(service);
}

const spoken = ['v1', 'v1beta1'];

function reviewFaults(reviews: Field): FieldFault[] {
  if (reviews.size === 0) return [reviews.required(`must specify one of ${spoken.join(', ')}`)];
  const seen = new Set<string>();
  const faults = reviews.items.flatMap((review) => {
    if (seen.has(review.text)) return [review.invalid('duplicate version')];
    seen.add(review.text);
    return review.invalidText(wordComplaints(review.text));
  });
  if (stringsAt(reviews.value).some((one) => spoken.includes(one))) return faults;
  return [...faults, reviews.invalid(`must include at least one of ${spoken.join(', ')}`)];
}
