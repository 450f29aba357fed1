// What every part of the server shares.

import type { Clock } from '@kube-rx/core';
import type { Tokens } from './access/user.ts';
import type { WebhookAnswer, WebhookCall } from './admission/webhooks/webhook-call.ts';
import type { ServiceAccountIssuer } from './authentication/service-account-issuer.ts';
import type { Containers } from './containers/containers.ts';
import type { SocketEnd } from './containers/socket-pair.ts';
import type { OpenApiDocuments } from './openapi/document.ts';
import type { Registry } from './registry/registry.ts';
import type { ServedResource } from './registry/served-resource.ts';
import type { Readiness } from './storage/readiness.ts';
import type { Revisions } from './storage/revisions.ts';
import type { StoredObject } from './storage/stored-object.ts';
import type { WatchBody } from './watch/watch-body.ts';

/** A write that was made. */
export interface Write {
  readonly served: ServedResource;
  /** What is stored now, or was at last. */
  readonly stored: StoredObject;
  readonly deleted: boolean;
  /** Whether there was no such object before. */
  readonly created?: true;
  /** What a request to change the object found. */
  readonly previous?: StoredObject;
}

export interface ServerContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly revisions: Revisions;
  readonly registry: Registry;
  readonly watches: Set<WatchBody>;
  /** What runs in Pods. */
  readonly containers: Containers;
  /** The WebSockets that are open. */
  readonly sockets: Set<SocketEnd>;
  readonly readiness: Readiness;
  /** As many watches may be open at once, and as many WebSockets. */
  readonly maxWatches: number;
  /** The names of the admission plugins that are on. */
  readonly plugins: ReadonlySet<string>;
  readonly openApi: OpenApiDocuments;
  /** Where services get their addresses, as `10.96.0.0/12`. */
  readonly serviceCidr: string;
  /** Users by the bearer tokens that the server was started with. */
  readonly tokens: Tokens;
  readonly serviceAccounts: ServiceAccountIssuer;
  /** Calls a webhook; a call that fails has an answer too. */
  readonly callWebhook: (call: WebhookCall) => Promise<WebhookAnswer>;
  /** Told of every write that was made, deletions included: what controllers act on. */
  readonly afterWrite: (write: Write) => void;
}

/** A version 4 UUID from the server's own source of chance. */
export function newUid({ random }: ServerContext): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (char) => {
    const digit = Math.floor(random() * 16);
    return (char === 'y' ? (digit & 3) | 8 : digit).toString(16);
  });
}

// Without vowels and look-alikes, as k8s.io/apimachinery/pkg/util/rand.
const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

export function generateName({ random }: ServerContext, base: string): string {
  let suffix = '';
  for (let i = 0; i < 5; i += 1)
    suffix += suffixAlphabet.charAt(Math.floor(random() * suffixAlphabet.length));
  return base.slice(0, 58) + suffix;
}
