import type { JsonObject } from '../json/json.ts';
import type { ServerContext, Write } from '../server-context.ts';

/** Acts in the server by itself, as the control loops of a cluster do. */
export interface Controller {
  /** Before the first request. */
  readonly start?: (server: ServerContext) => void;
  /** After every write, deletions included. */
  readonly afterWrite: (server: ServerContext, write: Write) => void;
  /** For each object of a state that the server goes back to. */
  readonly resume?: (
    server: ServerContext,
    restored: { readonly store: string; readonly object: JsonObject },
  ) => void;
}
