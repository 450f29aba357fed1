// The webhooks of the stored configurations, in the order in which they are asked.

import { type JsonObject, numberAt, objectAt, objectsAt, stringsAt, textAt } from '../../json/json.ts';
import { Steps } from '../../schema/steps.ts';
import type { ServerContext } from '../../server-context.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { type Criteria, criteriaOf } from '../criteria.ts';
import { compiled, type Expression, wantsBool } from '../expressions/expression.ts';
import { registrationStore } from '../registration-store.ts';
import { clientConfigOf, type WebhookClientConfig } from './client-config.ts';

export interface Webhook extends Criteria {
  /** All of them hold about what it is asked about. */
  readonly conditions: readonly Expression[];
  /** That of its configuration. */
  readonly configuration: string;
  readonly name: string;
  /** Tells it from all others. */
  readonly key: string;
  /** A call that fails refuses nothing. */
  readonly ignoresFailure: boolean;
  readonly timeoutSeconds: number;
  readonly sideEffects: string;
  readonly reinvoked: boolean;
  readonly reviewVersions: readonly string[];
  readonly client: WebhookClientConfig;
}

type Configurations = 'mutatingwebhookconfigurations' | 'validatingwebhookconfigurations';

const pluginOf: Readonly<Record<Configurations, string>> = {
  mutatingwebhookconfigurations: 'MutatingAdmissionWebhook',
  validatingwebhookconfigurations: 'ValidatingAdmissionWebhook',
};

const none: readonly Webhook[] = [];

export function webhooksOf({ registry, plugins }: ServerContext, plural: Configurations): readonly Webhook[] {
  if (!plugins.has(pluginOf[plural])) return none;
  const store = registrationStore(registry, plural);
  if (!store || store.size === 0) return none;
  // They come by name.
  return [...store.objectsIn('').flatMap(parsed)];
}

const known: WeakMap<StoredObject, readonly Webhook[]> = new WeakMap();

function parsed(stored: StoredObject): readonly Webhook[] {
  const found = known.get(stored);
  if (found) return found;
  const webhooks = objectsAt(stored.object, 'webhooks').map((one) => webhookOf(stored.name, one));
  known.set(stored, webhooks);
  return webhooks;
}

function webhookOf(configuration: string, webhook: JsonObject): Webhook {
  const name = textAt(webhook, 'name');
  return {
    configuration,
    name,
    key: `${configuration}/${name}`,
    ...criteriaOf(webhook, 'rules'),
    conditions: conditionsOf(webhook),
    ignoresFailure: textAt(webhook, 'failurePolicy') === 'Ignore',
    timeoutSeconds: numberAt(webhook, 'timeoutSeconds') ?? 10,
    sideEffects: textAt(webhook, 'sideEffects'),
    reinvoked: textAt(webhook, 'reinvocationPolicy') === 'IfNeeded',
    reviewVersions: stringsAt(webhook, 'admissionReviewVersions'),
    client: clientConfigOf(objectAt(webhook, 'clientConfig')),
  };
}

const environment = { hasParams: false, hasAuthorizer: true };

function conditionsOf(webhook: JsonObject): Expression[] {
  const conditions = objectsAt(webhook, 'matchConditions');
  if (conditions.length === 0) return [];
  const terms = { environment, wanted: wantsBool, steps: new Steps() };
  return conditions.map((one) => compiled(textAt(one, 'expression'), terms));
}
