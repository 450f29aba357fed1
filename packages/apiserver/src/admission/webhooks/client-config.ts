// Where a webhook is called, as the `clientConfig` of an admission webhook or of a conversion says it.

import { type JsonObject, numberAt, objectAt, stringAt, textAt } from '../../json/json.ts';
import type { WebhookCall, WebhookService } from './webhook-call.ts';

export type WebhookClientConfig = {
  /** PEM. */
  readonly caBundle: string | undefined;
  readonly path: string;
} & ({ readonly url: string } | { readonly service: WebhookService });

export function clientConfigOf(client: JsonObject): WebhookClientConfig {
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

export function callOf(client: WebhookClientConfig, timeoutSeconds: number, review: JsonObject): WebhookCall {
  const { caBundle, path } = client;
  const service = 'service' in client ? client.service : undefined;
  const place = 'url' in client ? client.url : serviceUrl(client.service, path);
  const url = `${place}?timeout=${timeoutSeconds}s`;
  return { url, service, caBundle, timeoutMs: timeoutSeconds * 1000, review };
}

function serviceUrl({ name, namespace, port }: WebhookService, path: string): string {
  return `https://${name}.${namespace}.svc:${port}${path.startsWith('/') ? '' : '/'}${path}`;
}
