// Owners of fields who wrote in another version than the request does: what they own is compared in their version, to
// which a webhook converts. The rules of ownership are functions that wait for nobody, so they are run again with each
// conversion that they turn out to need.

import type { WebhookCalls } from '../admission/webhooks/webhook-call.ts';
import { withManagedFields } from '../apply/managed-entry.ts';
import { type ConvertTo, type OwnedChange, withOwners } from '../apply/ownership.ts';
import { type JsonObject, jsonText, textAt } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { StatusError } from '../status-error.ts';
import { convertObjects } from './conversion-review.ts';

class NeedsConversion extends Error {
  readonly object: JsonObject;
  readonly apiVersion: string;

  constructor(object: JsonObject, apiVersion: string) {
    super(`an object is to be converted to ${apiVersion}`);
    this.object = object;
    this.apiVersion = apiVersion;
  }
}

/** What `run` gives, which has no effects: it is run until it has all conversions that it asks for. */
export function* converting<T>(
  server: ServerContext,
  { converter }: ServedResource,
  run: (convert: ConvertTo | undefined) => T,
): WebhookCalls<T> {
  if (!converter) return run(undefined);
  const known = new Map<string, JsonObject>();
  const convert: ConvertTo = (object, apiVersion) => {
    if (textAt(object, 'apiVersion') === apiVersion) return object;
    if (isEmpty(object)) return { ...object, apiVersion };
    const found = known.get(keyOf(object, apiVersion));
    if (!found) throw new NeedsConversion(object, apiVersion);
    return found;
  };
  for (;;)
    try {
      return run(convert);
    } catch (error) {
      if (!(error instanceof NeedsConversion)) throw error;
      const { object, apiVersion } = error;
      const [converted = object] = yield* convertObjects(server, converter, {
        objects: [object],
        apiVersion,
      });
      known.set(keyOf(object, apiVersion), converted);
    }
}

function keyOf(object: JsonObject, apiVersion: string): string {
  return `${apiVersion}\n${jsonText(object)}`;
}

// What is compared with an object that is new.
function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).every((key) => key === 'apiVersion' || key === 'kind' || key === 'metadata');
}

/** As `withOwners`. Where the webhook fails, the object loses its owners, as on the real server. */
export function* withSeenOwners(
  server: ServerContext,
  served: ServedResource,
  change: OwnedChange,
): WebhookCalls<JsonObject> {
  try {
    return yield* converting(server, served, (convert) => withOwners(server, served, { ...change, convert }));
  } catch (error) {
    if (!served.converter || !(error instanceof StatusError)) throw error;
    return withManagedFields(change.next, undefined);
  }
}
