// One write of one object, as watches tell it. Each text of it is encoded once, however many watches send it.

import type { Codec, StoredObject } from './stored-object.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

type FrameType = ChangeType | 'BOOKMARK' | 'ERROR';

/** How a client wants objects shown: in which version, as rows of a table, as metadata only. */
export interface Representation {
  /** Equal keys promise equal bytes. */
  readonly key: string;
  readonly encode: (stored: StoredObject) => Uint8Array;
}

const utf8 = new TextEncoder();
const frameEnd = utf8.encode('}\n');
const frameStart: Readonly<Record<FrameType, Uint8Array>> = {
  ADDED: utf8.encode('{"type":"ADDED","object":'),
  MODIFIED: utf8.encode('{"type":"MODIFIED","object":'),
  DELETED: utf8.encode('{"type":"DELETED","object":'),
  BOOKMARK: utf8.encode('{"type":"BOOKMARK","object":'),
  ERROR: utf8.encode('{"type":"ERROR","object":'),
};

/** One line of a watch. */
export function encodeFrame(type: FrameType, object: Uint8Array): Uint8Array {
  const start = frameStart[type];
  const frame = new Uint8Array(start.length + object.length + frameEnd.length);
  frame.set(start);
  frame.set(object, start.length);
  frame.set(frameEnd, start.length + object.length);
  return frame;
}

interface StoredChangeInit extends Pick<StoredChange, 'type' | 'stored' | 'previous'> {
  readonly codec: Codec;
}

export class StoredChange {
  readonly type: ChangeType;
  readonly revision: number;
  /** The new state; of a deletion, the last state under the deletion's revision. */
  readonly stored: StoredObject;
  /** The state before; undefined for a creation. */
  readonly previous: StoredObject | undefined;
  readonly #codec: Codec;
  // By type, and then by the key of the representation: a key put together of both would be made anew for each watch.
  readonly #frames: Partial<Record<ChangeType, Map<string, Uint8Array>>> = {};
  #exit: StoredObject | undefined;

  constructor({ type, stored, previous, codec }: StoredChangeInit) {
    this.type = type;
    this.revision = stored.revision;
    this.stored = stored;
    this.previous = previous;
    this.#codec = codec;
  }

  /**
   * The change as a frame for a watch that selects by `matches`, or undefined where it concerns no selected
   * object. Entering the selection is ADDED; leaving it is DELETED with the state before the change.
   */
  frame(matches: (stored: StoredObject) => boolean, as: Representation): Uint8Array | undefined {
    const before = this.previous !== undefined && matches(this.previous);
    if (this.type === 'DELETED') return before ? this.#encoded('DELETED', this.stored, as) : undefined;
    const now = matches(this.stored);
    if (now) return this.#encoded(before ? 'MODIFIED' : 'ADDED', this.stored, as);
    return before ? this.#encoded('DELETED', this.#exitState(), as) : undefined;
  }

  #exitState(): StoredObject {
    this.#exit ??= (this.previous ?? this.stored).at(this.revision, this.#codec);
    return this.#exit;
  }

  #encoded(type: ChangeType, stored: StoredObject, as: Representation): Uint8Array {
    const frames = (this.#frames[type] ??= new Map());
    let frame = frames.get(as.key);
    if (!frame) {
      frame = encodeFrame(type, as.encode(stored));
      frames.set(as.key, frame);
    }
    return frame;
  }
}
