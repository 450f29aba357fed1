// A webhook that is to be asked, and what came of it.

import type { JsonObject } from '../../json/json.ts';

export interface WebhookService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

export interface WebhookCall {
  /** With the timeout in its query; of a service `https://NAME.NAMESPACE.svc:PORT/…`. */
  readonly url: string;
  readonly service: WebhookService | undefined;
  /** PEM; undefined: the roots of the machine. */
  readonly caBundle: string | undefined;
  readonly timeoutMs: number;
  readonly review: JsonObject;
}

export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly review: JsonObject }
  /** `why`: as Go's HTTP client says it. */
  | { readonly kind: 'failed'; readonly why: string };

/** Yields calls that may be made side by side, and gets an answer for each of them, in their order. */
export type WebhookCalls<T> = Generator<readonly WebhookCall[], T, readonly WebhookAnswer[]>;
