// How the server's bytes become events, and where a cache keeps the objects: the engine room of kube-rx. Pure: no IO,
// and nothing is parsed before somebody reads it.
//
//   const splitter = jsonCodec.createFrameSplitter();
//   const decoder = jsonCodec.createEventDecoder({ type: { apiVersion: 'v1', kind: 'Pod' } });
//   function log(chunk: Uint8Array): void {
//     for (const frame of splitter.push(chunk)) console.log(decoder.decode(frame).type);
//   }

export { jsonCodec } from './codec/json-codec.ts';
export { watchEventOf } from './codec/json-event-decoder.ts';
export type { ListMembers } from './codec/list-meta.ts';
export { listMetaOf } from './codec/list-meta.ts';
export { ObjectArena } from './memory/arena.ts';
export { KeyIndex } from './memory/key-index.ts';
export { SlotArray } from './memory/slot-array.ts';
export { SlotList } from './memory/slot-list.ts';
export { DecodedObject } from './object/decoded-object.ts';
export type { DecodedMemo } from './object/json-object.ts';
export type { ObjectDecoderOptions } from './object/object-decoder.ts';
export { decodeObject, ObjectDecoder } from './object/object-decoder.ts';
export { printYaml } from './yaml/print-yaml.ts';
export type { YamlDocument, YamlOptions } from './yaml/read-yaml.ts';
export { readYaml } from './yaml/read-yaml.ts';
export type { Place } from './yaml/yaml-error.ts';
export { YamlError } from './yaml/yaml-error.ts';
