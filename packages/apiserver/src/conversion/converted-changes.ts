// The changes of a kind as a version sees them that a webhook converts to. All watches of the version share them: a
// change is converted once for those that have come as far.

import type { WebhookCalls } from '../admission/webhooks/webhook-call.ts';
import { admitted } from '../handlers/admitted.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { StatusError } from '../status-error.ts';
import type { History } from '../storage/history.ts';
import { StoredChange } from '../storage/stored-change.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { seenObjects } from './converted-objects.ts';

/** As many changes, and bytes of their objects before and after, are converted in advance of a watch. */
const ahead = { changes: 100, bytes: 256 * 1024 };

/** As many such pieces are kept for the watches that come later. */
const keptPieces = 16;

type Piece = readonly StoredChange[];

export class ConvertedChanges {
  readonly #server: ServerContext;
  readonly #served: ServedResource;
  /** By their first change. */
  readonly #pieces: Map<StoredChange, Promise<Piece>> = new Map();
  /** As many changes are tried at once: one after a failure or a flood, and twice as many with each success. */
  #tried: number = ahead.changes;

  constructor(server: ServerContext, served: ServedResource) {
    this.#server = server;
    this.#served = served;
  }

  /**
   * The changes from `sequence` on, converted, in their order; one at least where there is one. Those before one that
   * cannot be converted are given all the same.
   *
   * @throws StatusError where the webhook fails for the first one.
   */
  async from(history: History, sequence: number): Promise<Piece> {
    const first = history.at(sequence);
    if (!first) return [];
    const known = this.#pieces.get(first);
    if (known) return await known;
    const piece = this.#piece(pieceOf(history, sequence, this.#tried));
    this.#pieces.set(first, piece);
    const [oldest] = this.#pieces.keys();
    if (this.#pieces.size > keptPieces && oldest) this.#pieces.delete(oldest);
    try {
      return await piece;
    } catch (error) {
      // The next watch asks again, unless another one has asked by now.
      if (this.#pieces.get(first) === piece) this.#pieces.delete(first);
      throw error;
    }
  }

  async #piece(changes: Piece): Promise<Piece> {
    try {
      const converted = within(ahead.bytes, await this.#convert(changes));
      const isWhole = converted.length === changes.length;
      this.#tried = isWhole ? Math.min(2 * this.#tried, ahead.changes) : converted.length;
      return converted;
    } catch (error) {
      this.#tried = 1;
      if (changes.length === 1 || !(error instanceof StatusError)) throw error;
      return await this.#convert(changes.slice(0, 1));
    }
  }

  async #convert(changes: Piece): Promise<Piece> {
    const { registry } = this.#server;
    const { group, version, plural } = this.#served.resource;
    // The definition may have another webhook by now.
    const served = registry.find(group, version, plural) ?? this.#served;
    return await admitted(this.#server, () => this.#converted(served, changes));
  }

  *#converted(served: ServedResource, changes: Piece): WebhookCalls<Piece> {
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

function pieceOf(history: History, sequence: number, most: number): Piece {
  const changes: StoredChange[] = [];
  for (let at = sequence; changes.length < most; at += 1) {
    const change = history.at(at);
    if (!change) break;
    changes.push(change);
  }
  return within(ahead.bytes, changes);
}

/** As many of them, from the first one on, as hold no more bytes; one at least. */
function within(bytes: number, changes: Piece): Piece {
  let held = 0;
  const end = changes.findIndex(({ stored, previous }, at) => {
    held += stored.bytes.length + (previous?.bytes.length ?? 0);
    return at > 0 && held > bytes;
  });
  return end === -1 ? changes : changes.slice(0, end);
}
