// The server's Tables as an encoding: a row becomes an object of its metadata, with the cells beside it. What is no
// Table is decoded as plain JSON, and gets our own columns.

import type { Codec, DecodeOptions, EncodedList, KubeObject, ListDecoder, WatchEvent } from '@kube-rx/core';
import { jsonCodec, listMetaOf, ObjectDecoder, watchEventOf } from '@kube-rx/core/encoding';
import { type Column, type Row, readTable, type TablePage, tableAccept } from './table.ts';

const cellsField = 'kube-rx/cells';

/** The cells of an object that was a row. */
export function cellsOf(object: object): readonly unknown[] | undefined {
  const cells: unknown = Reflect.get(object, cellsField);
  return Array.isArray(cells) ? cells : undefined;
}

/** `onColumns` is told the columns of each Table that has any. */
export function tableCodec(onColumns: (columns: readonly Column[]) => void): Codec {
  const read: Read = (value) => {
    const table = readTable(value);
    if (table && table.columns.length > 0) onColumns(table.columns);
    return table;
  };
  return {
    ...jsonCodec,
    accept: tableAccept,
    acceptWatch: tableAccept,
    createListDecoder: (options) => listDecoder(options, read),
    createEventDecoder: <K extends KubeObject>(options: DecodeOptions) => {
      const objects = new ObjectDecoder<K>(options);
      return { decode: (frame: Uint8Array) => decodeEvent(frame, objects, read) };
    },
  };
}

type Read = (value: unknown) => TablePage | undefined;

function listDecoder<K extends KubeObject>(options: DecodeOptions, read: Read): ListDecoder<K> {
  const { type } = options;
  const chunks: Uint8Array[] = [];
  const end = (): EncodedList<K> => {
    const body = Buffer.concat(chunks);
    const table = read(jsonCodec.decode(body, `the list of ${type.kind}`));
    if (!table) {
      const plain = jsonCodec.createListDecoder<K>(options);
      const items = plain.push(body);
      return { ...plain.end(), items };
    }
    const meta = listMetaOf({ kind: `${type.kind}List`, metadata: table.metadata }, options);
    const objects = new ObjectDecoder<K>(options);
    return { ...meta, items: table.rows.map((row) => objects.wrap(toItem(row))) };
  };
  const push = (chunk: Uint8Array): readonly [] => {
    chunks.push(Uint8Array.from(chunk));
    return [];
  };
  return { push, end };
}

function decodeEvent<K extends KubeObject>(
  frame: Uint8Array,
  objects: ObjectDecoder<K>,
  read: Read,
): WatchEvent<K> {
  const event = jsonCodec.decode(frame, 'a frame of the watch') as {
    type?: unknown;
    object?: unknown;
  } | null;
  const table = read(event?.object);
  if (!table) return watchEventOf(event, objects);
  const [row] = table.rows;
  const object = row ? toItem(row) : { metadata: table.metadata };
  return watchEventOf({ type: event?.type, object }, objects);
}

function toItem({ metadata, cells }: Row): object {
  return { metadata, [cellsField]: cells };
}
