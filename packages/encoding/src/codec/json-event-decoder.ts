// Decodes the frames of a watch in JSON. Objects that look as servers write them are scanned, not parsed.

import { type EventDecoder, type KubeObject, ObjectEvent, type WatchEvent } from '@kube-rx/core';
import { isText } from '../json/json-scanner.ts';
import { parseJson } from '../json/parse-json.ts';
import { ObjectDecoder, type ObjectDecoderOptions } from '../object/object-decoder.ts';
import { watchEventOf } from './watch-event.ts';

// API servers begin the frame of a change like this. The object follows.
const heads = (['MODIFIED', 'ADDED', 'DELETED'] as const).map((type) => ({
  type,
  text: `{"type":"${type}","object":`,
}));

export class JsonEventDecoder<K extends KubeObject = KubeObject> implements EventDecoder<K> {
  readonly #objects: ObjectDecoder<K>;

  constructor(options: ObjectDecoderOptions) {
    this.#objects = new ObjectDecoder(options);
  }

  decode(frame: Uint8Array): WatchEvent<K> {
    return this.#scan(frame) ?? watchEventOf(parseJson(frame, 'a frame of the watch'), this.#objects);
  }

  #scan(frame: Uint8Array): ObjectEvent<K> | undefined {
    for (const { type, text } of heads) {
      if (!isText(frame, 0, text)) continue;
      const encoded = this.#objects.scan(frame, text.length, frame.length);
      const last = frame.length - 1;
      return encoded?.end === last && frame[last] === 0x7d ? new ObjectEvent(type, encoded) : undefined;
    }
    return undefined;
  }
}
