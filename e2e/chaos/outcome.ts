// What is expected of a case of chaos, and what came of it.

import type { ChaosProxyOptions } from '../chaos-proxy.ts';

export interface CaseSettings {
  readonly name: string;
  /** How long after the fault is over, or where it never is after it began, the cache may differ from the server. */
  readonly rightWithinMs: number;
  /** The most requests, lists and watches alike, until then. */
  readonly requests?: number;
  readonly http2?: boolean;
  /** Which proxy the cache asks. Default: the one of HTTP. */
  readonly by?: 'proxy' | 'wire';
  readonly proxy?: Partial<ChaosProxyOptions>;
  /** What is wrong keeps everybody from the server, or from knowing better, so it takes as long as it takes. */
  readonly isUnreachable?: boolean;
  /** Everybody has to believe what is untrue, so what is told may be. */
  readonly isDeceived?: boolean;
}

export interface Outcome {
  readonly name: string;
  readonly isUnreachable: boolean;
  /** From the fault to the first sign that the watcher knows: a request, or trouble told. */
  readonly noticedMs: number;
  /** From the end of the fault, or of the last write if that is later, until the cache is as the server. */
  readonly rightMs: number;
  readonly requests: number;
  readonly relists: number;
  readonly lies: readonly string[];
  readonly troubles: readonly string[];
  /** Why it did not come to an end. */
  readonly failure?: string;
}
