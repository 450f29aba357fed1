// Tells, once, that credentials are not sent to a server that is reached without TLS.

import { channel } from 'node:diagnostics_channel';
import type { Layer } from '../service.ts';

/** The channel's name. */
export const credentialsChannel = 'kube-rx:credentials';

/** Published with the first request of a client that withholds its credentials. Never holds them. */
export interface CredentialsMessage {
  readonly type: 'withheld';
  /** The server's address. */
  readonly server: string;
  /** Where the configuration was found: file and context. */
  readonly source?: string;
}

/** Publishes `message` with the first request that somebody can hear of, and changes nothing. */
export function withheldLayer(message: CredentialsMessage): Layer {
  const credentials = channel(credentialsChannel);
  let isTold = false;
  return (next) => (request, options) => {
    if (!isTold && credentials.hasSubscribers) {
      isTold = true;
      credentials.publish(message);
    }
    return next(request, options);
  };
}
