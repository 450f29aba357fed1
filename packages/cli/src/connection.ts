// From the flags that choose a cluster to a client.

import { Client } from '@kube-rx/client';
import { escapeControls } from './table/table-text.ts';
import type { Terminal } from './terminal.ts';

export interface ConnectionFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
}

/** Sends nothing yet. The server's warnings go to standard error, as with kubectl. */
export async function connect(flags: ConnectionFlags, terminal: Terminal): Promise<Client> {
  const { kubeconfig, context } = flags;
  return Client.tryDefault({
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
    // Somebody waits for the answer: a hiccup is bridged, an outage told.
    retry: { attempts: 2 },
    onWarning: (text) => terminal.err(`Warning: ${escapeControls(text)}\n`),
  });
}
