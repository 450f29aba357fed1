// An object or a list in the shape that the client asked for. Plain lists are joined from the bytes of the stored objects.

import { apiVersionOf } from '@kube-rx/core';
import type { JsonObject } from '../json/json.ts';
import type { Negotiated } from '../negotiation/accept.ts';
import { partialObject, representation, table, wholeRepresentation } from '../negotiation/representations.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { notImplemented, StatusError, unclassified } from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type Answer, bytesAnswer, jsonAnswer } from './answer.ts';
import type { Call } from './call.ts';
import type { Page } from './read.ts';

/** A single object. */
export function objectAnswer(
  code: number,
  { server, served, negotiated }: Call,
  stored: StoredObject,
): Answer {
  if (negotiated.shape === 'PartialObjectMetadataList') throw wrongShape(served, 'list');
  const { encode } = representation(server, served, negotiated);
  return bytesAnswer(code, Buffer.concat([encode(stored), newline]));
}

const newline = Buffer.from('\n');

/** For `as=PartialObjectMetadata` on a list, and the list form on a single object. */
function wrongShape({ resource, custom }: ServedResource, asked: 'list' | 'object'): StatusError {
  if (custom && asked === 'list') return unclassified('content is not a list');
  const owner = resource.group === '' ? 'core' : (resource.group.split('.')[0] ?? '');
  const type = custom ? 'unstructured.Unstructured' : `${owner}.${resource.kind}`;
  const message =
    asked === 'object'
      ? `you requested PartialObjectMetadata, but the requested object is a list (*${type}List)`
      : `you requested PartialObjectMetadataList, but the requested object is not a list (*${type})`;
  return new StatusError(406, 'NotAcceptable', message);
}

/** A page of a list. */
export function listAnswer({ server, served, negotiated }: Call, page: Page): Answer {
  const { shape, metaVersion, includeObject } = negotiated;
  const metadata = listMetadata(page, served.custom && shape === 'object');
  switch (shape) {
    case 'object':
      return bytesAnswer(200, listBody(listText(served, metadata, negotiated), page.items));
    case 'Table': {
      const cells = page.items.length * served.printerColumns.length;
      if (cells > maxCells)
        throw notImplemented(`tables of more than ${maxCells} cells: ask for pages of it`);
      const objects = page.items.map(({ object }) => object);
      return jsonAnswer(200, table(server, served, { objects, metadata, metaVersion, includeObject }));
    }
    case 'PartialObjectMetadataList': {
      // Go prints a list that was never made as null.
      const items =
        page.items.length === 0 ? null : page.items.map(({ object }) => partialObject(object, negotiated));
      return jsonAnswer(200, { kind: shape, apiVersion: `meta.k8s.io/${metaVersion}`, metadata, items });
    }
    case 'PartialObjectMetadata':
      throw wrongShape(served, 'object');
    default:
      return shape satisfies never;
  }
}

// What is kept nowhere has no revision.
function listMetadata(page: Page, sorted: boolean): JsonObject {
  const version = page.revision > 0 && { resourceVersion: String(page.revision) };
  const remaining = page.remaining !== undefined && { remainingItemCount: page.remaining };
  if (sorted) return { continue: page.continue, ...remaining, ...version };
  return { ...version, ...(page.continue !== '' && { continue: page.continue }), ...remaining };
}

// Put together as a whole.
const maxCells = 5_000_000;

interface ListText {
  readonly head: string;
  /** What precedes the bytes of each item. */
  readonly opening: string;
  readonly item: (stored: StoredObject) => Uint8Array;
  readonly tail: string;
}

const utf8 = new TextEncoder();

// Built-in lists in struct order with bare items, custom ones with sorted keys.
function listText(served: ServedResource, listed: JsonObject, negotiated: Negotiated): ListText {
  const { encode } = wholeRepresentation(served, negotiated);
  const apiVersion = `"apiVersion":${JSON.stringify(apiVersionOf(served.resource))}`;
  const kind = `"kind":${JSON.stringify(served.listKind)}`;
  const metadata = `"metadata":${JSON.stringify(listed)}`;
  if (served.custom)
    return {
      head: `{${apiVersion},"items":[`,
      opening: '',
      item: encode,
      tail: `],${kind},${metadata}}\n`,
    };
  // Items carry no kind and apiVersion, which stored objects begin with; nor the brace before them.
  const skipped = utf8.encode(`{"kind":${JSON.stringify(served.resource.kind)},${apiVersion},`).length;
  return {
    head: `{${kind},${apiVersion},${metadata},"items":[`,
    opening: '{',
    item: (stored) => encode(stored).subarray(skipped),
    tail: ']}\n',
  };
}

const chunkBytes = 256 * 1024;

// A large list is streamed: the snapshot stays as it is while writers go on.
function listBody(list: ListText, items: readonly StoredObject[]): Answer['body'] {
  const chunks = listChunks(list, items);
  const first = chunks.next();
  return first.done ? first.value : streamed(first.value, chunks);
}

type Chunks = Generator<Uint8Array, Uint8Array, undefined>;

async function* streamed(first: Uint8Array, rest: Chunks): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.resolve();
  yield first;
  const last = yield* rest;
  yield last;
}

// Gives the last chunk as its result.
function* listChunks({ head, opening, item, tail }: ListText, items: readonly StoredObject[]): Chunks {
  const between = utf8.encode(`,${opening}`);
  let parts: Uint8Array[] = [utf8.encode(head)];
  let separator = between.subarray(1);
  let size = 0;
  for (const stored of items) {
    const bytes = item(stored);
    parts.push(separator, bytes);
    separator = between;
    size += separator.length + bytes.length;
    if (size < chunkBytes) continue;
    yield Buffer.concat(parts);
    parts = [];
    size = 0;
  }
  parts.push(utf8.encode(tail));
  return Buffer.concat(parts);
}
