// The webhooks of the stored configurations, in the order in which they are asked.

import type { LabelQuery } from '@kube-rx/core';
import {
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  textAt,
} from '../../json/json.ts';
import { labelQueryOf } from '../../label-selector.ts';
import type { Registry } from '../../registry/registry.ts';
import type { ServerContext } from '../../server-context.ts';
import type { ResourceStore } from '../../storage/resource-store.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import type { WebhookService } from './webhook-call.ts';

export interface Webhook {
  /** That of its configuration. */
  readonly configuration: string;
  readonly name: string;
  /** Tells it from all others. */
  readonly key: string;
  readonly rules: readonly Rule[];
  /** Versions of the kind count as equal. */
  readonly equivalent: boolean;
  /** Undefined: all. */
  readonly namespaces: LabelQuery | undefined;
  readonly objects: LabelQuery | undefined;
  /** A call that fails refuses nothing. */
  readonly ignoresFailure: boolean;
  readonly timeoutSeconds: number;
  readonly sideEffects: string;
  readonly reinvoked: boolean;
  readonly reviewVersions: readonly string[];
  readonly client: WebhookClientConfig;
}

export interface Rule {
  readonly groups: readonly string[];
  readonly versions: readonly string[];
  /** `pods`, `pods/status`, `*`, `pods/*`, all with all subresources. */
  readonly resources: readonly string[];
  readonly operations: readonly string[];
  readonly scope: string;
}

export type WebhookClientConfig = {
  /** PEM. */
  readonly caBundle: string | undefined;
  readonly path: string;
} & ({ readonly url: string } | { readonly service: WebhookService });

type Configurations = 'mutatingwebhookconfigurations' | 'validatingwebhookconfigurations';

const pluginOf: Readonly<Record<Configurations, string>> = {
  mutatingwebhookconfigurations: 'MutatingAdmissionWebhook',
  validatingwebhookconfigurations: 'ValidatingAdmissionWebhook',
};

const none: readonly Webhook[] = [];

type Stores = Readonly<Record<Configurations, ResourceStore | undefined>>;

const stores: WeakMap<Registry, Stores> = new WeakMap();

// Every write asks for them; which kinds are built in never changes.
function storesOf(registry: Registry): Stores {
  const known = stores.get(registry);
  if (known) return known;
  const storeOf = (plural: Configurations): ResourceStore | undefined =>
    registry.find('admissionregistration.k8s.io', 'v1', plural)?.store;
  const found = {
    mutatingwebhookconfigurations: storeOf('mutatingwebhookconfigurations'),
    validatingwebhookconfigurations: storeOf('validatingwebhookconfigurations'),
  };
  // Not before the kinds are there.
  if (registry.resources.length > 0) stores.set(registry, found);
  return found;
}

export function webhooksOf({ registry, plugins }: ServerContext, plural: Configurations): readonly Webhook[] {
  if (!plugins.has(pluginOf[plural])) return none;
  const store = storesOf(registry)[plural];
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
    rules: objectsAt(webhook, 'rules').map((rule) => ({
      groups: stringsAt(rule, 'apiGroups'),
      versions: stringsAt(rule, 'apiVersions'),
      resources: stringsAt(rule, 'resources'),
      operations: stringsAt(rule, 'operations'),
      scope: textAt(rule, 'scope'),
    })),
    equivalent: textAt(webhook, 'matchPolicy') !== 'Exact',
    namespaces: selectorOf(objectAt(webhook, 'namespaceSelector')),
    objects: selectorOf(objectAt(webhook, 'objectSelector')),
    ignoresFailure: textAt(webhook, 'failurePolicy') === 'Ignore',
    timeoutSeconds: numberAt(webhook, 'timeoutSeconds') ?? 10,
    sideEffects: textAt(webhook, 'sideEffects'),
    reinvoked: textAt(webhook, 'reinvocationPolicy') === 'IfNeeded',
    reviewVersions: stringsAt(webhook, 'admissionReviewVersions'),
    client: clientOf(objectAt(webhook, 'clientConfig')),
  };
}

/** Undefined for one that selects everything. */
function selectorOf(selector: JsonObject): LabelQuery | undefined {
  const expressions = objectsAt(selector, 'matchExpressions');
  const labels = objectAt(selector, 'matchLabels');
  if (expressions.length === 0 && Object.keys(labels).length === 0) return undefined;
  return labelQueryOf(selector);
}

function clientOf(client: JsonObject): WebhookClientConfig {
  const bundle = textAt(client, 'caBundle');
  const caBundle = bundle === '' ? undefined : Buffer.from(bundle, 'base64').toString('latin1');
  const url = stringAt(client, 'url');
  if (url !== undefined) return { caBundle, url, path: '' };
  const service = objectAt(client, 'service');
  return {
    caBundle,
    path: textAt(service, 'path'),
    service: {
      namespace: textAt(service, 'namespace'),
      name: textAt(service, 'name'),
      port: numberAt(service, 'port') ?? 443,
    },
  };
}
