// What the server wants a person to know: a deprecated version, a field that does nothing.
// https://kubernetes.io/blog/2020/09/03/warnings/

import { channel } from 'node:diagnostics_channel';
import { type HttpMethod, type HttpRequest, serverMessage } from '@kube-rx/core';
import { describeRequest, segmentsOf } from '../../response/request-description.ts';
import type { Layer } from '../service.ts';

/** The channel of `WarningMessage`. */
export const warningChannel = 'kube-rx:warning';

/** Published for each warning of a server, once a client. */
export interface WarningMessage {
  readonly method: HttpMethod;
  readonly path: string;
  /** As `warnOnce` gives it. */
  readonly text: string;
}

/** Called with each warning and the request that it answers, before the answer is handed on. Must not throw. */
export type OnWarning = (text: string, request: HttpRequest) => void;

/**
 * Hands the server's `Warning` headers to `onWarning`, one text a call, repetitions included.
 *
 * @example
 * compose([warningsLayer((text) => console.warn(text))], server.service);
 */
export function warningsLayer(onWarning: OnWarning): Layer {
  return (next) => async (request, options) => {
    const response = await next(request, options);
    const header = response.headers['warning'];
    if (header !== undefined) for (const text of parseWarnings(header)) onWarning(text, request);
    return response;
  };
}

/**
 * The texts of `299 - "text"`, of which a header may hold several. Other codes are for caches.
 *
 * @example
 * parseWarnings('299 - "v1beta1 is deprecated"');   // ['v1beta1 is deprecated']
 */
export function parseWarnings(header: string): string[] {
  return [...header.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    readText(text.replace(/\\(.)/g, '$1')),
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Servers write UTF-8, whose bytes come as characters of Latin-1 from a connection, and as they are within a process. */
function readText(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.toString('latin1') !== text) return text;
  try {
    return utf8.decode(bytes);
  } catch {
    return text;
  }
}

// A program asks for a few kinds again and again, so it is few texts that come many times.
const mostRemembered = 256;

/**
 * For people and logs: hands on each text once, as an error repeats a server's message: bounded, on one line, without
 * credentials. The latest 256 texts are remembered.
 *
 * @example
 * await Client.tryDefault({ onWarning: warnOnce((text) => console.error(`Warning: ${text}`)) });
 */
export function warnOnce(onWarning: OnWarning): OnWarning {
  const told = new Set<string>();
  return (warning, request) => {
    const text = serverMessage({ message: warning }, segmentsOf(request));
    if (!text || told.has(text)) return;
    told.add(text);
    const [oldest = ''] = told;
    if (told.size > mostRemembered) told.delete(oldest);
    onWarning(text, request);
  };
}

/** Hands warnings to whoever listens to the channel, as `logTo`; where nobody does, to Node's `process.emitWarning`. */
export function publishWarnings(): OnWarning {
  const warnings = channel(warningChannel);
  return warnOnce((text, request) => {
    const { method, path } = request;
    const message: WarningMessage = { method, path, text };
    if (warnings.hasSubscribers) warnings.publish(message);
    else process.emitWarning(`${describeRequest(request)}: the server warns: "${text}"`, 'KubernetesWarning');
  });
}
