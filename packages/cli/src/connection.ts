// Makes a client from the flags that choose a cluster, and finds out what they ask it for.

import { Client, discovery, warnOnce } from '@kube-rx/client';
import { Duration, InvalidValueError } from '@kube-rx/core';
import type { LogFlags } from './client-log.ts';
import { UsageError } from './failure.ts';
import { safeLine } from './output/safe-text.ts';
import { resolveTargets, type Target } from './targets.ts';
import type { Terminal } from './terminal.ts';

export interface ConnectionFlags extends LogFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  /** As `5s`, or a whole number of seconds; not checked yet. */
  readonly requestTimeout?: string;
}

/** Sends nothing yet. The server's warnings go to standard error, as with kubectl. */
export async function connect(flags: ConnectionFlags, terminal: Terminal): Promise<Client> {
  const { kubeconfig, context } = flags;
  const timeout = readRequestTimeout(flags);
  return Client.tryDefault({
    // As with kubectl, an empty one is none: scripts pass variables that may be unset.
    ...(kubeconfig && { kubeconfig }),
    ...(context && { context }),
    signal: terminal.signal,
    ...(timeout !== undefined && { timeout }),
    // A user waits for the answer, so one retry is enough: it hides a short interruption, and an outage is reported.
    retry: { attempts: 2 },
    onWarning: warnOnce((text) => terminal.err(`Warning: ${safeLine(text)}\n`)),
  });
}

/** In milliseconds, 0 for no limit; undefined where the flag is not given. @throws UsageError in kubectl's words. */
export function readRequestTimeout({ requestTimeout: text = '' }: ConnectionFlags): number | undefined {
  if (text === '') return undefined;
  const millis = /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text);
  if (millis !== undefined && millis >= 0) return millis;
  throw new UsageError(
    `Invalid timeout value ${JSON.stringify(text)}. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)`,
  );
}

function parseDuration(text: string): number | undefined {
  try {
    return Duration.parse(text);
  } catch (error) {
    if (error instanceof InvalidValueError) return undefined;
    throw error;
  }
}

// As client-go. A command that asks for pods should not wait for ever for a broken extension.
const discoveryTimeoutMs = 32_000;

/** What the arguments mean on this cluster. A version that cannot be asked is warned of, and hides no other. */
export async function findTargets(
  args: readonly string[],
  client: Client,
  { flags, terminal }: { readonly flags: ConnectionFlags; readonly terminal: Terminal },
): Promise<Target[]> {
  const known = discovery(client, {
    onUnavailable: ({ groupVersion, reason }) => {
      const why = reason ? `: ${reason.message}` : ', as its server is not available';
      const text = `the resources of ${groupVersion} are unknown${why}`;
      terminal.err(`Warning: ${safeLine(text)}\n`);
    },
  });
  const timeout = readRequestTimeout(flags) ?? discoveryTimeoutMs;
  return resolveTargets(args, known, { signal: terminal.signal, timeout });
}
