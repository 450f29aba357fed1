// Turns errors of Node, OpenSSL, zlib and got into a `TransportError` that says what failed and what to do about it.

import type { HttpRequest } from '@kube-rx/core';
import type { ProxyServer } from '../config/proxy-server.ts';
import { clientClosed, notKubernetes, TransportError } from '../errors.ts';
import { describeRequest } from '../response/request-description.ts';
import { describeInvalidity } from './pem.ts';
import { describeProxy } from './proxy-failure.ts';

/** The server, and what was set to reach it. */
export interface Peer {
  /** Scheme, host and port. */
  readonly origin: string;
  /** On the way there. */
  readonly proxy?: ProxyServer | undefined;
  /** Whether it is told whom to trust. */
  readonly hasAuthority?: boolean;
  /** The name that its certificate must have, where it is not that of the URL. */
  readonly serverName?: string | undefined;
  /** Our own certificate: PEM. */
  readonly certificate?: string | undefined;
  /** The time, which certificates are valid at or not. */
  readonly now: number;
}

export interface Circumstances {
  readonly request: HttpRequest;
  readonly peer: Peer;
  /** Bytes of the body that had come; undefined before the head. */
  readonly progress: number | undefined;
}

/** Keeps the underlying error as `cause` and its code as `code`; `UNKNOWN` where it had none. */
export function toTransportError(error: unknown, circumstances: Circumstances): TransportError {
  const root = rootOf(error);
  const code = textField(root, 'code') ?? 'UNKNOWN';
  const request = describeRequest(circumstances.request);
  return new TransportError(`${request}: ${explain(root, code, circumstances)} (${code})`, {
    code,
    cause: 'stack' in root ? bareError(root) : undefined,
  });
}

/**
 * Whose certificate a connection may have failed by: `theirs` was not accepted here, before anything was sent; `ours`
 * was not accepted there, or was missing, which some servers do not say, and Node does not where the alert of TLS 1.2
 * meets a write. Undefined for another reason.
 */
export function certificateFailure(code: string): 'theirs' | 'ours' | undefined {
  if (untrusted.test(code) || code === 'CERT_HAS_EXPIRED') return 'theirs';
  return refused.test(code) || /^(ECONNRESET|EPIPE|EPROTO)$/.test(code) ? 'ours' : undefined;
}

/** For a call to a client that has been closed. */
export function closedError(request: HttpRequest): TransportError {
  return new TransportError(`${describeRequest(request)}: the client has been closed`, {
    code: clientClosed,
  });
}

/** For an answer that nobody has asked for and no API server gives, as `answered 101`. */
export function foreignAnswer(what: string): Error {
  return Object.assign(new Error(what), { code: notKubernetes });
}

/** Why a body of this coding is not read. Each would unpack what the one before has unpacked, thousandfold each time. */
export function packedTwice(coding: string | undefined): Error | undefined {
  return coding?.includes(',')
    ? foreignAnswer('answered with a body that is packed more than once')
    : undefined;
}

/** Whether a call was ended by its deadline. By name: the signal may come from a realm that has classes of its own. */
export function isTimeout(reason: unknown): boolean {
  const name: unknown = typeof reason === 'object' && reason !== null && 'name' in reason && reason.name;
  return name === 'TimeoutError' || name === 'DeadlineError';
}

function explain(root: object, code: string, { peer, progress }: Circumstances): string {
  const explanation = textField(root, 'explanation');
  if (explanation !== undefined) return explanation;
  const origin = peer.proxy ? `${peer.origin}, through ${describeProxy(peer.proxy)},` : peer.origin;
  const message = textField(root, 'message') ?? 'for no reason given';
  if (progress !== undefined) return `the answer broke off after ${progress} bytes`;
  if (!origin.startsWith('https:') && (code === 'ECONNRESET' || code === 'EPIPE'))
    return `${origin} closed the connection without an answer; if it speaks TLS, the server URL must begin with https://`;
  // TCP's probes found an established connection dead.
  if (code === 'ETIMEDOUT' && /^(read|write)$/.test(textField(root, 'syscall') ?? ''))
    return `the connection to ${origin} is dead: nothing there answers any more`;
  // The phase in which got's timer ran out.
  const event = textField(root, 'event');
  if (event !== undefined) return `${phases[event] ?? `${event} of`} ${origin} took too long`;
  const isTls = /^(EPROTO|ERR_SSL)/.test(code);
  if (isTls && /wrong version number|packet length too long|http request|unsupported protocol/i.test(message))
    return `${origin} does not speak TLS, or no version that we know; if it speaks plain HTTP, write http:// in the server URL`;
  const [, words, withPeer] = explanations.find(([codes]) => codes.test(code)) ?? unexplained;
  const explained = words.replace('ORIGIN', () => origin).replace('MESSAGE', () => message);
  return explained + (withPeer?.(peer, root) ?? '');
}

const phases: Readonly<Record<string, string>> = {
  lookup: 'looking up the name in',
  connect: 'connecting to',
  secureConnect: 'the TLS handshake with',
  settings: 'the HTTP/2 handshake with',
};

type Explanation = readonly [
  codes: RegExp,
  words: string,
  /** What to do depends on what is set already. */
  advice?: (peer: Peer, root: object) => string,
];

const unexplained: Explanation = [/^/, 'the request to ORIGIN failed: MESSAGE'];

const untrusted = /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_(UNTRUSTED|REJECTED|SIGNATURE|CHAIN))/;
const refused = /ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE)|CERTIFICATE_REQUIRED|ALERT_ACCESS_DENIED/;

// The first that matches counts.
const explanations: readonly Explanation[] = [
  [/^ECONNREFUSED$/, 'nothing listens at ORIGIN; is the server running, and is its URL right?'],
  [/^ENOTFOUND$/, 'the host name in ORIGIN does not exist; check the server URL'],
  [/^EAI_AGAIN$/, 'the host name in ORIGIN could not be looked up, as no name server answered'],
  [/^(ECONNRESET|EPIPE)$/, 'ORIGIN closed the connection without an answer', adviseRenewal],
  [/^ETIMEDOUT$/, 'connecting to ORIGIN took too long'],
  [/^EHOSTUNREACH$/, 'there is no way to the host of ORIGIN; check the network or VPN'],
  [/^ENETUNREACH$/, 'there is no way to the network of ORIGIN; check the network or VPN'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'the certificate of ORIGIN is for another name', adviseName],
  [/^CERT_HAS_EXPIRED$/, 'the certificate of ORIGIN has expired; check the clock here, and renew it there'],
  [/^CERT_NOT_YET_VALID$/, 'the certificate of ORIGIN is not valid yet; check the clock here'],
  [untrusted, 'the certificate of ORIGIN is not signed by an authority that is trusted', adviseAuthority],
  [refused, 'ORIGIN does not accept ', adviseCertificate],
  [/^OTHER_HTTP_VERSION_WANTED$/, 'ORIGIN wants another version of HTTP: MESSAGE'],
  [/^(EPROTO|ERR_SSL|ERR_TLS)/, 'the TLS handshake with ORIGIN failed: MESSAGE', adviseRenewal],
  [
    /^HPE_HEADER_OVERFLOW$/,
    'the head of what ORIGIN answered is too large',
    () =>
      ` (over ${process.getBuiltinModule('node:http').maxHeaderSize} bytes); if that is a Kubernetes API server, raise the limit: node --max-http-header-size=BYTES`,
  ],
  [/^(HPE_|ERR_HTTP2_ERROR$)/, 'what ORIGIN answered is not HTTP'],
  [
    /^NOT_KUBERNETES$/,
    'ORIGIN MESSAGE; it is no Kubernetes API server: check the server URL, and what stands in front of it',
  ],
];

function adviseName({ serverName }: Peer, root: object): string {
  const names = textField(root, 'altNames');
  const has = names === undefined ? '' : ` (${JSON.stringify(names.slice(0, 200))})`;
  return serverName === undefined
    ? `; set tls-server-name in the kubeconfig's cluster (tls.serverName in a Config) to one it has${has}`
    : ` than ${JSON.stringify(serverName)}; change tls-server-name in the kubeconfig's cluster (tls.serverName in a Config) to one it has${has}`;
}

function adviseAuthority({ hasAuthority }: Peer): string {
  return hasAuthority
    ? "; what the kubeconfig's cluster trusts (certificate-authority; tls.certificateAuthority in a Config) is the CA of another server, or an old one"
    : "; set certificate-authority-data in the kubeconfig's cluster (tls.certificateAuthority in a Config) to the cluster's CA";
}

function adviseCertificate(peer: Peer): string {
  if (peer.certificate === undefined)
    return "a client without a certificate; set client-certificate and client-key of the kubeconfig's user";
  const advice = adviseRenewal(peer) || "; check client-certificate and client-key of the kubeconfig's user";
  return `our client certificate${advice}`;
}

// A server that demands a certificate may end the connection in any way when it sees one that has expired.
function adviseRenewal({ certificate, now }: Peer): string {
  const words = certificate === undefined ? undefined : describeInvalidity(certificate, now);
  return words === undefined ? '' : `; ${words}`;
}

// got wraps errors once or twice, and may put a code of its own on the wrapper.
function rootOf(error: unknown): object {
  let root = isObject(error) ? error : {};
  while ('cause' in root && isObject(root.cause)) root = root.cause;
  return root;
}

/**
 * What went wrong, and nothing of what it happened to. got's errors reference the request with its headers; Node's may
 * hold a certificate, or the raw answer; and any library may hang more on them some day.
 */
export function bareError(error: unknown): Error {
  const root = rootOf(error);
  const bare = new Error(textField(root, 'message') ?? '');
  const stack = textField(root, 'stack');
  if (stack !== undefined) bare.stack = stack;
  for (const name of tellingFields) {
    const value: unknown = Reflect.get(root, name);
    if (typeof value === 'string' || typeof value === 'number') Object.assign(bare, { [name]: value });
  }
  const cert: unknown = Reflect.get(root, 'cert');
  const altNames = isObject(cert) && textField(cert, 'subjectaltname');
  return altNames ? Object.assign(bare, { altNames }) : bare;
}

const tellingFields = [
  'code',
  'errno',
  'syscall',
  'hostname',
  'address',
  'port',
  'event',
  'reason',
  'altNames',
  'explanation',
];

function textField(fields: object, name: string): string | undefined {
  const value: unknown = Reflect.get(fields, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
