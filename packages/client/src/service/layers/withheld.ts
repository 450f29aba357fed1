// Tells, once, that credentials are not sent to a server that is reached without TLS.

import { channel } from 'node:diagnostics_channel';
import { credentialsChannel, type WithheldMessage } from '../../auth/credentials-channel.ts';
import type { Layer } from '../service.ts';

/** Publishes `message` with the first request that somebody can hear of, and changes nothing. */
export function withheldLayer(message: WithheldMessage): Layer {
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
