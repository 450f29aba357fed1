// What is said to a proxy until it has connected us: a machine that gets bytes and gives bytes, and does no IO.

/** What follows from what a proxy has said. */
export type HandshakeStep =
  /** Its answer is not complete. */
  | { readonly type: 'wait' }
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /** What comes next is the server's. */
  | { readonly type: 'connected' }
  /** `problem` goes on after the name of the proxy. */
  | { readonly type: 'refused'; readonly problem: string };

export interface ProxyHandshake {
  /** What is sent first. */
  readonly greeting: Uint8Array;
  /** `received` is all that has come since the last step that was not `wait`. */
  next(received: Buffer): HandshakeStep;
}

/** Where a proxy shall connect us to. */
export interface ProxyTarget {
  /** A name, which the proxy looks up, or an address; without brackets. */
  readonly host: string;
  readonly port: number;
}

/** As a URL and a CONNECT have it. */
export function formatTarget({ host, port }: ProxyTarget): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

export const wait: HandshakeStep = { type: 'wait' };
export const connected: HandshakeStep = { type: 'connected' };

export function refused(problem: string): HandshakeStep {
  return { type: 'refused', problem };
}
