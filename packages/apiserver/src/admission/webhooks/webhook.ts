// The webhooks of the stored configurations, in the order in which they are asked.

import { type JsonObject, numberAt, objectAt, objectsAt, stringsAt, textAt } from '../../json/json.ts';
import { oncePer } from '../../once-per.ts';
import type { ServerContext } from '../../server-context.ts';
import type { ResourceStore } from '../../storage/resource-store.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { type Criteria, criteriaOf } from '../criteria.ts';
import { compiled, type Expression, wantsBool } from '../expressions/expression.ts';
import { Registered } from '../registered.ts';
import { registrationStore } from '../registration-store.ts';
import type { AdmissionWork } from '../work.ts';
import { clientConfigOf, type WebhookClientConfig } from './client-config.ts';

export interface Webhook extends Criteria {
  readonly hasConditions: boolean;
  /** All of them hold about what it is asked about. Compiled once, when it is first to be asked. */
  readonly conditions: (work: AdmissionWork) => readonly Expression[];
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
  return flat(registeredIn(store).all);
}

const registeredIn = oncePer((store: ResourceStore) => new Registered(store, parsed));
const flat = oncePer((all: readonly (readonly Webhook[])[]) => all.flat());

function parsed({ name, object }: StoredObject): readonly Webhook[] {
  return objectsAt(object, 'webhooks').map((one) => webhookOf(name, one));
}

function webhookOf(configuration: string, webhook: JsonObject): Webhook {
  const name = textAt(webhook, 'name');
  return {
    configuration,
    name,
    key: `${configuration}/${name}`,
    ...criteriaOf(webhook, 'rules'),
    ...conditionsOf(objectsAt(webhook, 'matchConditions')),
    ignoresFailure: textAt(webhook, 'failurePolicy') === 'Ignore',
    timeoutSeconds: numberAt(webhook, 'timeoutSeconds') ?? 10,
    sideEffects: textAt(webhook, 'sideEffects'),
    reinvoked: textAt(webhook, 'reinvocationPolicy') === 'IfNeeded',
    reviewVersions: stringsAt(webhook, 'admissionReviewVersions'),
    client: clientConfigOf(objectAt(webhook, 'clientConfig')),
  };
}

const environment = { hasParams: false, hasAuthorizer: true };

function conditionsOf(written: readonly JsonObject[]): Pick<Webhook, 'hasConditions' | 'conditions'> {
  const texts = written.map((one) => textAt(one, 'expression'));
  let known: readonly Expression[] | undefined;
  return {
    hasConditions: texts.length > 0,
    conditions: (work) => {
      if (known) return known;
      const terms = { environment, wanted: wantsBool, steps: work.compilation() };
      known = texts.map((text) => compiled(text, terms));
      return known;
    },
  };
}
