// The body of an answer, written at the pace of who reads it.

import { WatchBody } from '../watch/watch-body.ts';

export interface BodyTarget {
  /** Whether there is room for more. */
  readonly write: (chunk: Uint8Array) => boolean;
  /** Waits for room. */
  readonly room: () => Promise<void>;
}

export async function carried(body: AsyncIterable<Uint8Array>, { write, room }: BodyTarget): Promise<void> {
  if (!(body instanceof WatchBody)) {
    for await (const chunk of body) if (!write(chunk)) await room();
    return;
  }
  try {
    while (await body.pour(write)) await room();
  } finally {
    await body.return();
  }
}
