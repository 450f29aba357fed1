// Makes a client from the flags that choose a cluster.

import { Client } from '@kube-rx/client';
import type { LogFlags } from './client-log.ts';
import { escapeControls } from './table/table-text.ts';
import type { Terminal } from './terminal.ts';

export interface ConnectionFlags extends LogFlags {
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
    // A user waits for the answer, so one retry is enough: it hides a short interruption, and an outage is reported.
    retry: { attempts: 2 },
    onWarning: (text) => terminal.err(`Warning: ${escapeControls(text)}\n`),
  });
}
