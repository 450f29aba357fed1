// Which mutating webhooks are asked a second time.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/webhook/mutating/reinvocationcontext.go

import { type JsonObject, jsonEquals } from '../../json/json.ts';

export class Reinvocation {
  /** A webhook has changed the object. */
  wanted = false;
  /** This is the second time. */
  again = false;
  readonly #invoked: Set<string> = new Set();
  readonly #required: Set<string> = new Set();
  #last: JsonObject | undefined;

  begin(): void {
    this.again = true;
  }

  /** Before the webhooks of a round: `object` as the plugins have left it. */
  see(object: JsonObject | undefined): void {
    if (this.again && object && this.#last && !jsonEquals(object, this.#last)) this.#require();
  }

  /** Whether this webhook is to be asked in this round. */
  asks(webhook: string): boolean {
    return !this.again || this.#required.has(webhook);
  }

  changed(): void {
    this.#require();
    this.wanted = true;
  }

  /** A webhook with the policy IfNeeded was asked. */
  asked(webhook: string): void {
    this.#invoked.add(webhook);
  }

  /** After the webhooks of a round. */
  leave(object: JsonObject | undefined): void {
    this.#last = object;
  }

  #require(): void {
    for (const webhook of this.#invoked) this.#required.add(webhook);
    this.#invoked.clear();
  }
}
