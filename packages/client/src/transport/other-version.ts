// How a server says that it wants to be asked in another version of HTTP. It has acted upon nothing of the request then.

import { TransportError } from '../errors.ts';

/** The code of the error. */
const otherVersionWanted = 'OTHER_HTTP_VERSION_WANTED';

/** The error for what `why` tells. */
export function anotherVersion(why: string): Error {
  return Object.assign(new Error(why), { code: otherVersionWanted });
}

/**
 * Whether a call has failed by nothing but the version. A server may also say so in the TLS handshake: by the alert
 * `no_application_protocol` (RFC 7301, section 3.2), which has no code of its own in all versions of Node.
 */
export function isVersionRefused(error: unknown): boolean {
  if (!(error instanceof TransportError)) return false;
  const { code, cause } = error;
  if (code === otherVersionWanted || code.endsWith('ALERT_NO_APPLICATION_PROTOCOL')) return true;
  return (
    code === 'EPROTO' && cause instanceof Error && /\balert no application protocol\b/.test(cause.message)
  );
}

/** Whether the bytes are the first frame of a server that speaks HTTP/2: SETTINGS, of no stream, or a GOAWAY. */
export function beginsHttp2(bytes: Uint8Array): boolean {
  if (bytes.length < 9) return false;
  const [longest = 0, , , type = -1, , ...stream] = bytes.subarray(0, 9);
  return longest === 0 && (type === settings || type === goaway) && stream.every((byte) => byte === 0);
}

// RFC 9113, section 6
const settings = 4;
const goaway = 7;
