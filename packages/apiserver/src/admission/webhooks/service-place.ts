// Where the webhook of a service listens.

import { textAt } from '../../json/json.ts';
import type { Registry } from '../../registry/registry.ts';
import type { WebhookService } from './webhook-call.ts';

/**
 * Where a webhook that is given as a service listens, as `https://127.0.0.1:9443`; undefined for a service that is
 * nowhere. Only host and port count: path and name in the certificate are those of the configuration, as in a cluster.
 */
export type WebhookServicePlace = (service: WebhookService) => URL | string | undefined;

/** A text: why it is nowhere, in the real server's words. */
export function placeOfService(
  registry: Registry,
  service: WebhookService,
  placeOf: WebhookServicePlace | undefined,
): URL | string {
  const place = placeOf?.(service);
  if (place !== undefined) return new URL(place);
  const { namespace, name, port } = service;
  const stored = registry.find('', 'v1', 'services')?.store.get(`${namespace}/${name}`);
  if (!stored) return `service ${JSON.stringify(name)} not found`;
  // Nothing runs behind the addresses that this server gives out.
  const address = textAt(stored.object, 'spec', 'clusterIP');
  return `dial tcp ${address}:${port}: connect: no route to host`;
}
