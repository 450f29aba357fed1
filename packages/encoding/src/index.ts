// How the server's bytes become events, and where a cache keeps the objects: the engine room of kube-rx. Pure: no IO,
// and nothing is parsed before somebody reads it.
//
//   const splitter = new LineSplitter();
//   function log(chunk: Uint8Array): void {
//     for (const frame of splitter.push(chunk)) console.log(decodeWatchEvent(frame).type);
//   }

export type { EncodedList } from './codec/list-decoder.ts';
export { decodeList, ListDecoder } from './codec/list-decoder.ts';
export type { BookmarkEvent, ErrorEvent, WatchEvent } from './codec/watch-event.ts';
export { decodeWatchEvent, ObjectEvent } from './codec/watch-event.ts';
export { LineSplitter, type LineSplitterOptions } from './json/line-splitter.ts';
export type { ListSlicerOptions } from './json/list-slicer.ts';
export { parseJson } from './json/parse-json.ts';
export { ObjectArena } from './memory/arena.ts';
export { KeyIndex } from './memory/key-index.ts';
export { SlotArray } from './memory/slot-array.ts';
export { SlotList } from './memory/slot-list.ts';
export { DecodedObject } from './object/decoded-object.ts';
export type { EncodedObject } from './object/encoded-object.ts';
export type { DecodeOptions } from './object/object-decoder.ts';
export { decodeObject } from './object/object-decoder.ts';
export type { DecodedMemo } from './object/stored-object.ts';
