// An object as the store keeps it: its JSON bytes, encoded once, and beside them what selectors ask for.

import { objectKey } from '@kube-rx/core';
import { type JsonObject, objectAt, parseJsonText, stringAt, stringEntries, textAt } from '../json/json.ts';

/** How a kind is written down, and which of its fields can be selected. */
export interface Codec {
  encode(object: JsonObject): Uint8Array;
  /** Field selector values besides metadata.name and metadata.namespace. */
  fields(object: JsonObject): Readonly<Record<string, string>>;
}

const utf8 = new TextDecoder();

export class StoredObject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** 0 of an object that was never stored. */
  readonly revision: number;
  /** Whether it is being deleted. */
  readonly terminating: boolean;
  /** In the version that the kind is stored in. Shared by all who send it: never write it. */
  readonly bytes: Uint8Array;
  readonly labels: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;

  private constructor(object: JsonObject, metadata: JsonObject, codec: Codec) {
    this.namespace = textAt(metadata, 'namespace');
    this.name = textAt(metadata, 'name');
    this.uid = textAt(metadata, 'uid');
    this.revision = Number(stringAt(metadata, 'resourceVersion') ?? 0);
    this.terminating = stringAt(metadata, 'deletionTimestamp') !== undefined;
    this.bytes = codec.encode(object);
    this.labels = stringMap(objectAt(metadata, 'labels'));
    this.fields = codec.fields(object);
  }

  /** Encodes `object` under `revision`. */
  static from(object: JsonObject, revision: number, codec: Codec): StoredObject {
    const metadata = { ...objectAt(object, 'metadata'), resourceVersion: String(revision) };
    return new StoredObject({ ...object, metadata }, metadata, codec);
  }

  /** Encodes `object` as it is, for an answer about what no store holds: a dry run. */
  static unstored(object: JsonObject, codec: Codec): StoredObject {
    return new StoredObject(object, objectAt(object, 'metadata'), codec);
  }

  /** Where it lies in its kind's order: `namespace/name`, or `name`. */
  get key(): string {
    return objectKey(this.name, this.namespace);
  }

  /** The object, decoded anew at every read: read it once. */
  get object(): JsonObject {
    return decodeObject(this.bytes);
  }

  /** The same state under another revision, as the last word on a deleted object. */
  at(revision: number, codec: Codec): StoredObject {
    return StoredObject.from(this.object, revision, codec);
  }
}

/** For bytes that the server encoded itself. */
export function decodeObject(bytes: Uint8Array): JsonObject {
  return objectAt(parseJsonText(utf8.decode(bytes)));
}

const noStrings: Readonly<Record<string, string>> = Object.freeze({});

function stringMap(object: JsonObject): Readonly<Record<string, string>> {
  const entries = stringEntries(object);
  return entries.length === 0 ? noStrings : Object.fromEntries(entries);
}
