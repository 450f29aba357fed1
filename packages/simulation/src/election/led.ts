// What acts only while its process leads.

import type { Client } from '@kube-rx/client';
import type { Leadership } from '@kube-rx/controller';
import type { Random } from '../random.ts';
import type { SimulatedProcess } from '../simulated-process.ts';

export interface LedParts {
  readonly process: SimulatedProcess;
  /** The client of the process, which repeats requests. */
  readonly client: Client;
  readonly random: Random;
  readonly leadership: Leadership;
}

export interface Led {
  /** Begins nothing new, and waits for what it has begun. */
  drain(): Promise<void>;
}

/** Begins in each process of a candidate, whoever leads. */
export type StartLed = (parts: LedParts) => Led;
