// The names under which a listener answers. A web page can have its own name point at this machine (DNS rebinding):
// the browser then takes the server for the page's own, but still says that name in the Host header.

import { isIP, isIPv4 } from 'node:net';
import { InvalidOptionError } from '../option-error.ts';

export interface AcceptedHosts {
  /** `header`: a Host header; `local`: the address at which the connection has arrived. */
  accepts(header: string, local?: string): boolean;
}

/**
 * `host`: what the listener is bound to; `more`: other names that belong to it, or patterns of such names.
 *
 * @throws InvalidOptionError for a text in `more` that is no name.
 */
export function acceptedHosts(host: string, more: readonly (string | RegExp)[] = []): AcceptedHosts {
  const names = new Set(['localhost', '[::1]', nameOfAddress(host)]);
  for (const one of more) if (typeof one === 'string') names.add(ownName(one));
  const patterns = more.filter((one) => typeof one !== 'string');
  return {
    accepts: (header, local = '') => {
      const name = hostName(header);
      if (name === undefined) return false;
      if (names.has(name) || (isIPv4(name) && name.startsWith('127.'))) return true;
      return name === nameOfAddress(local) || patterns.some((pattern) => name.search(pattern) !== -1);
    },
  };
}

const lastPort = 65_535;

/** The name in a Host header, lower case and without its port; undefined where there is none. */
export function hostName(header: string): string | undefined {
  const [, address, word, port = ''] =
    /^(?:(\[[\da-f:.]+\])|([\w.-]*\w)\.?)(?::(\d{0,5}))?$/i.exec(header) ?? [];
  const name = (address ?? word)?.toLowerCase();
  if (Number(port) > lastPort) return undefined;
  if (!name?.startsWith('[')) return name;
  return isIP(name.slice(1, -1)) === 6 ? new URL(`http://${name}`).hostname : undefined;
}

function ownName(text: string): string {
  const name = hostName(isIP(text) === 6 ? `[${text}]` : text);
  if (name !== undefined) return name;
  throw new InvalidOptionError(
    'acceptHosts',
    `${JSON.stringify(text)} is no name of a host; name it as "api.example", or give a regular expression`,
  );
}

// Sockets that take both families tell IPv4 addresses in IPv6; addresses of one link have a zone.
function nameOfAddress(address: string): string {
  const [whole = ''] = address.split('%', 1);
  const mapped = /^::ffff:([\d.]+)$/i.exec(whole)?.[1];
  const plain = mapped ?? whole;
  return hostName(isIP(plain) === 6 ? `[${plain}]` : plain) ?? '';
}
