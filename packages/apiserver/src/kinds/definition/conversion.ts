// How objects get from one version to another.

import { stringsAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { requiredChoiceFaults } from '../../validation/choices.ts';
import { Field } from '../../validation/field.ts';
import { wordComplaints } from '../../validation/names.ts';
import { bundleFaults, serviceFaults, urlFaults } from '../../validation/webhook-client.ts';

interface Terms {
  /** Whether a version of the review must be one that the server speaks. */
  readonly unknownReviews: boolean;
  /** Before it is served. */
  readonly unreadBundle: boolean;
}

export function conversionFaults(conversion: Field, terms: Terms): FieldFault[] {
  if (!conversion.isSet) return [];
  const strategy = conversion.at('strategy');
  // The real server knows the fields by older names.
  const webhook = conversion.at('webhook');
  const client = new Field(webhook.at('clientConfig').value, `${conversion.path}.webhookClientConfig`);
  const reviews = new Field(
    webhook.at('conversionReviewVersions').value,
    `${conversion.path}.conversionReviewVersions`,
  );
  const faults = requiredChoiceFaults(strategy, ['None', 'Webhook']);
  if (strategy.text === 'Webhook')
    return [...faults, ...clientFaults(client, terms), ...reviewFaults(reviews, terms)];
  const notSet = 'should not be set when strategy is not set to Webhook';
  if (client.isSet) faults.push(client.forbidden(notSet));
  if (reviews.size > 0) faults.push(reviews.forbidden(notSet));
  return faults;
}

function clientFaults(client: Field, { unreadBundle }: Terms): FieldFault[] {
  if (!client.isSet) return [client.required('required when strategy is set to Webhook')];
  const [url, service, bundle] = [client.at('url'), client.at('service'), client.at('caBundle')];
  const faults: FieldFault[] = [];
  if (url.isSet === service.isSet) faults.push(client.required('exactly one of url or service is required'));
  else if (url.isSet) faults.push(...urlFaults(url));
  else faults.push(...serviceFaults(service));
  if (!unreadBundle) faults.push(...bundleFaults(bundle));
  return faults;
}

const spoken = ['v1', 'v1beta1'];

function reviewFaults(reviews: Field, { unknownReviews }: Terms): FieldFault[] {
  if (reviews.size === 0) return [reviews.required()];
  const seen = new Set<string>();
  const faults = reviews.items.flatMap((review) => {
    if (seen.has(review.text)) return [review.invalid('duplicate version')];
    seen.add(review.text);
    return review.invalidText(wordComplaints(review.text));
  });
  if (unknownReviews || stringsAt(reviews.value).some((one) => spoken.includes(one))) return faults;
  return [...faults, reviews.invalid(`must include at least one of ${spoken.join(', ')}`)];
}

/** Whether a definition may go on with reviews that the server does not speak. */
export function hasUnknownReviews(conversion: Field): boolean {
  const versions = stringsAt(conversion.value, 'webhook', 'conversionReviewVersions');
  return versions.length > 0 && !versions.some((one) => spoken.includes(one));
}
