// A list in the shape that the client asked for. Plain ones are joined from the bytes of the stored objects.

import { apiVersionOf } from '@kube-rx/core';
import type { JsonObject } from '../json/json.ts';
import type { Negotiated } from '../negotiation/accept.ts';
import { partialObject, table } from '../negotiation/representations.ts';
import { plainRepresentation, type ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { StatusError } from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type Answer, bytesAnswer, jsonAnswer } from './answer.ts';
import type { Page } from './read.ts';

/** For `as=PartialObjectMetadata` on a list, and the list form on a single object. */
export function wrongShape({ resource, custom }: ServedResource, asked: 'list' | 'object'): StatusError {
  const owner = resource.group === '' ? 'core' : (resource.group.split('.')[0] ?? '');
  const type = custom ? 'unstructured.Unstructured' : `${owner}.${resource.kind}`;
  const message =
    asked === 'object'
      ? `you requested PartialObjectMetadata, but the requested object is a list (*${type}List)`
      : `you requested PartialObjectMetadataList, but the requested object is not a list (*${type})`;
  return new StatusError(406, 'NotAcceptable', message);
}

/** What a list needs of its request. */
export interface ListCall {
  readonly server: ServerContext;
  readonly served: ServedResource;
  readonly negotiated: Negotiated;
}

/** The page in the shape that the client asked for. */
export function listAnswer({ server, served, negotiated }: ListCall, page: Page): Answer {
  const { shape, includeObject } = negotiated;
  switch (shape) {
    case 'object':
      return plainList(served, page);
    case 'Table': {
      const objects = page.items.map(({ object }) => object);
      return jsonAnswer(
        200,
        table(server, served, { objects, metadata: listMetadata(page, false), includeObject }),
      );
    }
    case 'PartialObjectMetadataList': {
      const items = page.items.map(({ object }) => partialObject(object));
      const metadata = listMetadata(page, false);
      return jsonAnswer(200, { kind: shape, apiVersion: 'meta.k8s.io/v1', metadata, items });
    }
    case 'PartialObjectMetadata':
      throw wrongShape(served, 'object');
    default:
      return shape satisfies never;
  }
}

// Built-in lists in struct order with bare items, custom ones with sorted keys.
function plainList(served: ServedResource, page: Page): Answer {
  const { resource, listKind, custom } = served;
  const apiVersion = JSON.stringify(apiVersionOf(resource));
  const kind = JSON.stringify(listKind);
  const metadata = JSON.stringify(listMetadata(page, custom));
  const { encode } = plainRepresentation(served);
  const list = custom
    ? {
        head: `{"apiVersion":${apiVersion},"items":[`,
        opening: '',
        item: encode,
        tail: `],"kind":${kind},"metadata":${metadata}}\n`,
      }
    : {
        head: `{"kind":${kind},"apiVersion":${apiVersion},"metadata":${metadata},"items":[`,
        opening: '{',
        item: bareItems(served, encode),
        tail: ']}\n',
      };
  return bytesAnswer(200, joined(list, page.items));
}

function listMetadata(page: Page, custom: boolean): JsonObject {
  const remaining = page.remaining === undefined ? {} : { remainingItemCount: page.remaining };
  if (custom) return { continue: page.continue, ...remaining, resourceVersion: String(page.revision) };
  return {
    resourceVersion: String(page.revision),
    ...(page.continue !== '' && { continue: page.continue }),
    ...remaining,
  };
}

type Encode = (stored: StoredObject) => Uint8Array;

const utf8 = new TextEncoder();

// Items of a built-in list carry no kind and apiVersion, which stored objects begin with; nor the brace before them.
function bareItems({ resource }: ServedResource, encode: Encode): Encode {
  const [kind, apiVersion] = [JSON.stringify(resource.kind), JSON.stringify(apiVersionOf(resource))];
  const skipped = utf8.encode(`{"kind":${kind},"apiVersion":${apiVersion},`).length;
  return (stored) => encode(stored).subarray(skipped);
}

interface ListText {
  readonly head: string;
  /** What precedes the bytes of each item. */
  readonly opening: string;
  readonly item: Encode;
  readonly tail: string;
}

const chunkBytes = 256 * 1024;

// A large list is streamed: the snapshot stays as it is while writers go on.
function joined(list: ListText, items: readonly StoredObject[]): Answer['body'] {
  const chunks = listChunks(list, items);
  const first = chunks.next();
  if (first.done) return new Uint8Array(0);
  const second = chunks.next();
  return second.done ? first.value : streamed(first.value, second.value, chunks);
}

async function* streamed(
  first: Uint8Array,
  second: Uint8Array,
  rest: Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.resolve();
  yield first;
  yield second;
  yield* rest;
}

function* listChunks(
  { head, opening, item, tail }: ListText,
  items: readonly StoredObject[],
): Generator<Uint8Array, void, undefined> {
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
  yield Buffer.concat(parts);
}
