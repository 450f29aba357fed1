// A webhook that is to be asked, and what came of it.

import type { JsonObject } from '../../json/json.ts';

export interface WebhookCall {
  readonly url: URL;
  /** PEM; undefined: the roots of the machine. */
  readonly caBundle: string | undefined;
  readonly timeoutMs: number;
  readonly review: JsonObject;
}

export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly review: JsonObject }
  /** `why`: as Go's HTTP client says it. */
  | { readonly kind: 'failed'; readonly why: string };
