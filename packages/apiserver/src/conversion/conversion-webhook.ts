// The webhook that converts the objects of a kind between its versions, as a definition names it.

import { apiVersionOf } from '@kube-rx/core';
import { clientConfigOf, type WebhookClientConfig } from '../admission/webhooks/client-config.ts';
import { type JsonObject, jsonEquals, objectAt, stringsAt, textAt } from '../json/json.ts';
import { storageVersionIn, versionsIn } from '../kinds/definition/versions.ts';
import type { Schema } from '../schema/structural.ts';

export interface ConversionWebhook {
  /** The apiVersion that objects are stored in from now on; older ones may be stored in another one. */
  readonly storageVersion: string;
  readonly client: WebhookClientConfig;
  /** Of the ConversionReview, the wanted ones first. */
  readonly reviewVersions: readonly string[];
  /** By apiVersion, of versions that are not served too. */
  readonly schemas: ReadonlyMap<string, Schema>;
}

/** Undefined where the versions of the definition have the same fields. */
export function conversionWebhookOf(definition: JsonObject): ConversionWebhook | undefined {
  const conversion = objectAt(definition, 'spec', 'conversion');
  if (textAt(conversion, 'strategy') !== 'Webhook') return undefined;
  const group = textAt(definition, 'spec', 'group');
  const nameOf = (version: JsonObject | undefined): string =>
    apiVersionOf({ group, version: textAt(version, 'name') });
  const client = clientConfigOf(objectAt(conversion, 'webhook', 'clientConfig'));
  const isBlank = (client.caBundle ?? '').trim() === '';
  return {
    storageVersion: nameOf(storageVersionIn(definition)),
    client: isBlank ? { ...client, caBundle: undefined } : client,
    reviewVersions: stringsAt(conversion, 'webhook', 'conversionReviewVersions'),
    schemas: new Map(
      versionsIn(definition).map((version) => [
        nameOf(version),
        objectAt(version, 'schema', 'openAPIV3Schema'),
      ]),
    ),
  };
}

/** Whether objects are shown as before. */
export function isSameConversion(
  one: ConversionWebhook | undefined,
  other: ConversionWebhook | undefined,
): boolean {
  if (!one || !other) return one === other;
  return (
    one.storageVersion === other.storageVersion &&
    JSON.stringify([one.client, one.reviewVersions]) ===
      JSON.stringify([other.client, other.reviewVersions]) &&
    one.schemas.size === other.schemas.size &&
    one.schemas.entries().every(([version, schema]) => jsonEquals(schema, other.schemas.get(version) ?? {}))
  );
}
