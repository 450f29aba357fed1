// What the server wants a person to know: a deprecated version, a field that does nothing.
// https://kubernetes.io/blog/2020/09/03/warnings/

import type { HttpRequest } from '@kube-rx/core';
import type { Layer } from '../service.ts';

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
    text.replace(/\\(.)/g, '$1'),
  );
}
