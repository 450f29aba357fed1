// What went wrong between us and a proxy, in words that name the proxy and where it was set, and nothing of its password.

import type { ProxyServer } from '../config/proxy-server.ts';
import { errorCode, proxyFailed } from '../errors.ts';

/** As `the proxy http://proxy:3128 (set by HTTPS_PROXY)`. */
export function describeProxy({ url, source }: ProxyServer): string {
  return source === undefined ? `the proxy ${url}` : `the proxy ${url} (set by ${source})`;
}

/** An error whose `explanation` is told as it is. */
interface ExplainedError extends Error {
  readonly code: string;
  readonly explanation: string;
}

/** For what the proxy does not do. `problem` goes on after its name. */
export function proxyRefusal(proxy: ProxyServer, problem: string): ExplainedError {
  return explained(`${describeProxy(proxy)} ${problem}`, proxyFailed);
}

/** For an error of a connection to the proxy. */
export function explainProxyError(error: unknown, proxy: ProxyServer): Error {
  if (error instanceof Error && 'explanation' in error) return error;
  const words = textField(error, 'message') ?? 'for no reason given';
  const failure = {
    code: errorCode(error),
    words,
    event: textField(error, 'event'),
    name: describeProxy(proxy),
  };
  return explained(explain(failure), failure.code);
}

function textField(error: unknown, name: string): string | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function explained(explanation: string, code: string): ExplainedError {
  return Object.assign(new Error(explanation), { code, explanation });
}

interface Failure {
  readonly code: string;
  readonly words: string;
  /** What did not come in time. */
  readonly event: string | undefined;
  readonly name: string;
}

function explain({ code, words, event, name }: Failure): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${name}; is it running, and is its URL right?`;
    case 'ENOTFOUND':
      return `the host name of ${name} does not exist; check its URL`;
    case 'EAI_AGAIN':
      return `the host name of ${name} could not be looked up, as no name server answered`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `${name} closed the connection without an answer; is it a proxy of another kind?`;
    case 'ETIMEDOUT':
      return `${(event && late[event]) ?? 'connecting to'} ${name} took too long`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no way to ${name}; check the network or VPN`;
  }
  if (/^(EPROTO|ERR_SSL)/.test(code))
    return `the TLS handshake with ${name} failed (${words}); if it speaks plain HTTP, write http:// in its URL`;
  if (/^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|ERR_TLS_CERT)/.test(code))
    return `the certificate of ${name} is not accepted: ${words}; the authorities of the operating system and of the cluster are trusted`;
  return `the connection to ${name} failed: ${words}`;
}

const late: Readonly<Record<string, string>> = {
  secureConnect: 'the TLS handshake with',
  answer: 'the answer of',
};
