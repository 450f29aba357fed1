// Runs a write: at once where no webhook is to be asked, and otherwise from the start as often as what it began with
// changes while it waits.

import type { Admission } from '../admission/admission.ts';
import { StaleWrite } from '../admission/stale-write.ts';
import type { WebhookAnswer, WebhookCall } from '../admission/webhooks/webhook-call.ts';
import type { ServerContext } from '../server-context.ts';
import { requestTimeout } from '../status-error.ts';

// As long as the real server gives a request that is no watch.
const requestMs = 34_000;

/** `begin` is called again where the write has to start over, `most` times at most. */
export function admitted<T>(
  server: ServerContext,
  begin: () => Admission<T>,
  most: number = Number.POSITIVE_INFINITY,
): T | Promise<T> {
  const write = begin();
  const step = write.next();
  return step.done ? step.value : afterWaits(server, begin, { write, step, most });
}

interface Waiting<T> {
  readonly write: Admission<T>;
  readonly step: ReturnType<Admission<T>['next']>;
  readonly most: number;
}

async function afterWaits<T>(
  server: ServerContext,
  begin: () => Admission<T>,
  first: Waiting<T>,
): Promise<T> {
  const deadline = server.clock.monotonic() + requestMs;
  let { write, step, most } = first;
  while (!step.done)
    try {
      const answers = await Promise.all(step.value.map((call) => answerTo(server, call, deadline)));
      if (server.clock.monotonic() >= deadline) throw requestTimeout();
      step = write.next(answers);
    } catch (error) {
      if (!(error instanceof StaleWrite)) throw error;
      most -= 1;
      if (most < 0) throw error.refusal;
      write = begin();
      step = write.next();
    }
  return step.value;
}

function answerTo(server: ServerContext, call: WebhookCall, deadline: number): Promise<WebhookAnswer> {
  const left = Math.max(deadline - server.clock.monotonic(), 0);
  return server.callWebhook({ ...call, timeoutMs: Math.min(call.timeoutMs, left) });
}
