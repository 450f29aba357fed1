// The changes of a kind as a version sees them that a webhook converts to. All watches of the version share them: a
// change is converted once for those that have come as far.

import type { WebhookCalls } from '../admission/webhooks/webhook-call.ts';
import { admitted } from '../handlers/admitted.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import type { History } from '../storage/history.ts';
import { StoredChange } from '../storage/stored-change.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { seenObjects } from './converted-objects.ts';

/** As many changes, and bytes of their objects with those before them, are converted in advance of a watch. */
const ahead = { changes: 100, bytes: 256 * 1024 };

/** As many such pieces are kept for the watches that come later. */
const keptPieces = 16;

export class ConvertedChanges {
  readonly #server: ServerContext;
  readonly #served: ServedResource;
  /** By their first change. */
  readonly #pieces: Map<StoredChange, Promise<readonly StoredChange[]>> = new Map();

  constructor(server: ServerContext, served: ServedResource) {
    this.#server = server;
    this.#served = served;
  }

  /**
   * The changes from `sequence` on, converted, in their order; one at least where there is one.
   *
   * @throws StatusError where the webhook fails.
   */
  async from(history: History, sequence: number): Promise<readonly StoredChange[]> {
    const first = history.at(sequence);
    if (!first) return [];
    const known = this.#pieces.get(first);
    if (known) return await known;
    const piece = this.#convert(pieceOf(history, sequence));
    this.#pieces.set(first, piece);
    const [oldest] = this.#pieces.keys();
    if (this.#pieces.size > keptPieces && oldest) this.#pieces.delete(oldest);
    try {
      return await piece;
    } catch (error) {
      // The next watch asks again.
      this.#pieces.delete(first);
      throw error;
    }
  }

  async #convert(changes: readonly StoredChange[]): Promise<readonly StoredChange[]> {
    const { registry } = this.#server;
    const { group, version, plural } = this.#served.resource;
    // The definition may have another webhook by now.
    const served = registry.find(group, version, plural) ?? this.#served;
    return await admitted(this.#server, () => this.#converted(served, changes));
  }

  *#converted(
    served: ServedResource,
    changes: readonly StoredChange[],
  ): WebhookCalls<readonly StoredChange[]> {
    const objects = [
      ...new Set(changes.flatMap(({ stored, previous }) => (previous ? [previous, stored] : [stored]))),
    ];
    const seen = yield* seenObjects(this.#server, served, objects);
    const bySource = new Map(objects.map((one, at): [StoredObject, StoredObject] => [one, seen[at] ?? one]));
    const { codec } = served.store;
    return changes.map(({ type, stored, previous }) => {
      const before = previous && (bySource.get(previous) ?? previous);
      return new StoredChange({ type, stored: bySource.get(stored) ?? stored, previous: before, codec });
    });
  }
}

function pieceOf(history: History, sequence: number): StoredChange[] {
  const piece: StoredChange[] = [];
  let bytes = 0;
  for (let at = sequence; piece.length < ahead.changes; at += 1) {
    const change = history.at(at);
    bytes += (change?.stored.bytes.length ?? 0) + (change?.previous?.bytes.length ?? 0);
    if (!change || (piece.length > 0 && bytes > ahead.bytes)) break;
    piece.push(change);
  }
  return piece;
}
