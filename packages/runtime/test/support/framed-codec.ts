// An encoding that has nothing of JSON: V8's own serialization, each value behind its length. A list is a frame of its
// kind and metadata, then a frame for each item.

import { deserialize, serialize } from 'node:v8';
import {
  type Codec,
  DecodeError,
  type DecodeOptions,
  type EncodedList,
  type EncodedObject,
  type FrameSplitter,
  type KubeObject,
  type ListDecoder,
} from '@kube-rx/core';
import { type ListMembers, listMetaOf, ObjectDecoder, watchEventOf } from '@kube-rx/core/encoding';

const mediaType = 'application/x-framed';
const lengthBytes = 4;

export const framedCodec: Codec = {
  accept: mediaType,
  acceptWatch: `${mediaType};stream=watch`,
  contentType: mediaType,
  decodes: (contentType) => contentType.startsWith(mediaType),
  encode: (value) => serialize(value),
  decode(bytes, what): unknown {
    try {
      return deserialize(Uint8Array.from(bytes));
    } catch {
      throw new DecodeError(`${what} is no framed value`, { fault: 'malformed' });
    }
  },
  createFrameSplitter: () => new LengthSplitter(),
  createListDecoder: (options) => new FramedListDecoder(options),
  createEventDecoder: <K extends KubeObject>(options: DecodeOptions) => {
    const objects = objectsOf<K>(options);
    return { decode: (frame: Uint8Array) => watchEventOf(framedCodec.decode(frame, 'a frame'), objects) };
  },
};

/** Values as the body of a list or a watch. */
export function framed(...values: readonly object[]): Uint8Array {
  return Buffer.concat(
    values.flatMap((value) => {
      const bytes = serialize(value);
      const length = Buffer.alloc(lengthBytes);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

class LengthSplitter implements FrameSplitter {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Uint8Array): Uint8Array[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: Uint8Array[] = [];
    for (;;) {
      if (this.#rest.length < lengthBytes) return frames;
      const end = lengthBytes + this.#rest.readUInt32BE();
      if (this.#rest.length < end) return frames;
      frames.push(this.#rest.subarray(lengthBytes, end));
      this.#rest = this.#rest.subarray(end);
    }
  }

  get isWithinFrame(): boolean {
    return this.#rest.length > 0;
  }

  end(): void {
    if (this.isWithinFrame) throw new DecodeError('ended inside a frame', { fault: 'malformed' });
  }
}

class FramedListDecoder<K extends KubeObject> implements ListDecoder<K> {
  readonly #options: DecodeOptions;
  readonly #splitter = new LengthSplitter();
  #members: ListMembers | undefined;

  constructor(options: DecodeOptions) {
    this.#options = options;
  }

  push(chunk: Uint8Array): EncodedObject<K>[] {
    const frames = this.#splitter.push(chunk);
    const [first, ...others] = frames;
    if (first && !this.#members) this.#members = framedCodec.decode(first, 'a list') as ListMembers;
    else if (first) others.unshift(first);
    const objects = objectsOf<K>(this.#options);
    return others.map((frame) => objects.decode(frame));
  }

  end(): EncodedList<K> {
    this.#splitter.end();
    const members = this.#members ?? { hasItems: false };
    return { items: [], ...listMetaOf(members, this.#options) };
  }
}

function objectsOf<K extends KubeObject>(options: DecodeOptions): ObjectDecoder<K> {
  return new ObjectDecoder<K>({ ...options, values: framedCodec });
}
