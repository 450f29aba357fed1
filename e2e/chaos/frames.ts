// Frames and lists as a proxy reads them, and what a server might say instead.

import type { Exchange } from './exchange.ts';
import type { Stage } from './stage.ts';

export interface Frame {
  readonly type: string;
  readonly object: {
    readonly kind?: string;
    readonly metadata: Metadata;
    readonly data?: Readonly<Record<string, string>>;
  };
}

interface Metadata {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface List {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly { readonly metadata: Metadata }[];
}

export function frameOf(line: string): Frame {
  return JSON.parse(line) as Frame;
}

export function listOf(text: string): List {
  return JSON.parse(text) as List;
}

/** Whether a frame says that the initial state is whole. */
export function isEnd({ type, object }: Frame): boolean {
  return type === 'BOOKMARK' && object.metadata.annotations?.['k8s.io/initial-events-end'] === 'true';
}

export function statusOf(code: number, reason: string, details: object = {}): string {
  return JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: `chaos says ${reason}`,
    reason,
    code,
    ...details,
  });
}

export function errorFrame(code: number, reason: string): string {
  return `{"type":"ERROR","object":${statusOf(code, reason)}}\n`;
}

/** Ends each open watch as a server does whose history is gone, so that an initial state is read. */
export function expire({ proxy }: Stage): void {
  for (const exchange of proxy.opened('watch', 'stream')) {
    exchange.write(errorFrame(410, 'Expired'));
    exchange.end();
  }
}

/** Tells whether a frame belongs to the initial state of its watch; the end mark does not. */
export function initialFrames(): (frame: Frame, exchange: Exchange) => boolean {
  const ended = new WeakSet<Exchange>();
  return (frame, exchange) => {
    if (exchange.kind !== 'stream' || ended.has(exchange)) return false;
    if (!isEnd(frame)) return true;
    ended.add(exchange);
    return false;
  };
}

/** Leaves out of each initial state, however it is read, what `isLeftOut`. */
export function withHoles(isLeftOut: (name: string) => boolean) {
  const isInitial = initialFrames();
  return {
    list: (text: string): string => {
      const list = listOf(text);
      return JSON.stringify({
        ...list,
        items: list.items.filter(({ metadata }) => !isLeftOut(metadata.name)),
      });
    },
    frame: (line: string, exchange: Exchange): readonly string[] => {
      const frame = frameOf(line);
      return isInitial(frame, exchange) && isLeftOut(frame.object.metadata.name) ? [] : [line];
    },
  };
}
