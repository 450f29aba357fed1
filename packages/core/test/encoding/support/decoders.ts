// Whole bodies and single frames through the decoders of JSON.

import type { DecodeOptions, EncodedList, ExpectedType, KubeObject, WatchEvent } from '@kube-rx/core';
import { JsonEventDecoder } from '../../../src/encoding/codec/json-event-decoder.ts';
import { JsonListDecoder } from '../../../src/encoding/codec/json-list-decoder.ts';

export function decodeWatchEvent<K extends KubeObject>(
  frame: Uint8Array,
  type?: ExpectedType,
): WatchEvent<K> {
  return new JsonEventDecoder<K>({ type }).decode(frame);
}

export function decodeList<K extends KubeObject>(
  body: Uint8Array,
  type: ExpectedType,
  options: Omit<DecodeOptions, 'type'> = {},
): EncodedList<K> {
  const decoder = new JsonListDecoder<K>({ ...options, type });
  const items = decoder.push(body);
  return { ...decoder.end(), items };
}
