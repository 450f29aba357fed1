// Keeps web pages out: a browser sends what any page asks it to, from inside the user's network. The server itself
// has no pages, so that whatever a page of another origin wants is refused, reading included.
// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site

import type { IncomingMessage } from 'node:http';
import { StatusError } from '../status-error.ts';
import { type AcceptedHosts, hostName } from './accepted-hosts.ts';

/**
 * Why a request is not even looked at; undefined where it may pass. `authority`: the host in the target, where it has one.
 * What forwarding headers say is not believed.
 */
export function foreignRequest(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  hosts: AcceptedHosts,
  authority: string | undefined,
): StatusError | undefined {
  const host = authority ?? headers.host ?? '';
  if (!hosts.accepts(host, socket.localAddress)) return unknownHost(hostName(host));
  if (isOwnPage(host, headers)) return undefined;
  return refused(
    'this server does not answer web pages of other origins; a program must send no Origin, a proxy the Host that the page has',
  );
}

function isOwnPage(host: string, headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site'];
  // `none`: somebody has typed the address.
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = headers;
  return origin === undefined || /^https?:\/\/(.+)$/i.exec(origin)?.[1]?.toLowerCase() === host.toLowerCase();
}

function unknownHost(name: string | undefined): StatusError {
  if (name === undefined) return refused('the Host header names no host');
  const quoted = JSON.stringify(name.slice(0, 253));
  return refused(
    `this server does not answer to the host ${quoted}; if the name is its own, start it with --accept-hosts ${quoted}, in a program with the option acceptHosts`,
  );
}

function refused(why: string): StatusError {
  return new StatusError(403, 'Forbidden', { message: `forbidden: ${why}`, details: {} });
}
