// An object as the cache keeps it: what identifies it at hand, the rest on demand. Nothing outside this
// room may assume how the object is encoded.

import { DecodeError } from '../errors.ts';
import type { KubeObject, ObjectMeta } from '../resource/object.ts';
import { objectKey } from '../resource/object.ts';
import { excerptOf, redactExcerpt } from './excerpt.ts';

/** What the server promises of the objects it sends; used to reject an answer that is something else. */
export interface ExpectedType {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * One object of the server's. `name`, `namespace`, `uid` and `resourceVersion` are known without decoding.
 * Immutable; `object` gives the same identity each time.
 */
export class EncodedObject<K extends KubeObject = KubeObject> {
  readonly name: string;
  /** `''` for a cluster-scoped object. */
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly #object: K;

  private constructor(object: K, name: string, resourceVersion: string) {
    this.name = name;
    this.namespace = object.metadata.namespace ?? '';
    this.uid = object.metadata.uid ?? '';
    this.resourceVersion = resourceVersion;
    this.#object = object;
  }

  /**
   * Takes over a decoded value. `type` fills in apiVersion and kind where a list left them out.
   *
   * @throws DecodeError (`protocol`) without metadata, name or resourceVersion, where one of these, the
   * namespace or the uid is no string, or of another kind.
   */
  static from<K extends KubeObject>(value: unknown, type?: ExpectedType): EncodedObject<K> {
    if (!isObject<RawObject>(value)) throw violation('is no object', value);
    const { metadata } = value;
    if (!isObject<RawMetadata>(metadata)) throw violation('has no metadata', value);
    const { name, namespace, uid, resourceVersion } = metadata;
    if (typeof name !== 'string' || name === '') throw violation('has no metadata.name', value);
    if (typeof resourceVersion !== 'string' || resourceVersion === '')
      throw violation('has no metadata.resourceVersion', value);
    if (!isTextOrAbsent(namespace)) throw violation('has a metadata.namespace that is no string', value);
    if (!isTextOrAbsent(uid)) throw violation('has a metadata.uid that is no string', value);
    if (type) {
      value.kind ??= type.kind;
      value.apiVersion ??= type.apiVersion;
      if (value.kind !== type.kind)
        throw violation(`has the kind ${formatKind(value.kind)}, not ${type.kind}`, value);
    }
    return new EncodedObject(value as unknown as K, name, resourceVersion);
  }

  /** `namespace/name`, or `name`. */
  get key(): string {
    return objectKey(this.name, this.namespace);
  }

  /** The decoded object. Shared by all readers: never write it. */
  get object(): K {
    return this.#object;
  }

  get metadata(): ObjectMeta {
    return this.#object.metadata;
  }

  get labels(): Readonly<Record<string, string>> {
    return this.#object.metadata.labels ?? noLabels;
  }
}

const noLabels: Readonly<Record<string, string>> = Object.freeze({});

interface RawObject {
  apiVersion?: unknown;
  kind?: unknown;
  readonly metadata?: unknown;
}

type RawMetadata = Partial<Record<keyof ObjectMeta, unknown>>;

function isObject<T extends object>(value: unknown): value is T {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextOrAbsent(value: unknown): boolean {
  return typeof value === 'string' || value === undefined || value === null;
}

/** A kind as a message may say it: anything else in its place is not repeated. */
export function formatKind(kind: unknown): string {
  return typeof kind === 'string' && /^[A-Za-z][A-Za-z0-9]{0,62}$/.test(kind) ? kind : 'unknown';
}

function violation(what: string, value: unknown): DecodeError {
  return new DecodeError(`an object from the server ${what}`, {
    fault: 'protocol',
    excerpt: excerptOf(value),
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * JSON text to a value.
 *
 * @throws DecodeError (`malformed`) saying what was being read, without any of its values.
 */
export function parseJson(bytes: Uint8Array, what: string): unknown {
  let text: string | undefined;
  try {
    text = utf8.decode(bytes);
    return JSON.parse(text);
  } catch {
    // The engine's own message quotes the text, so it is neither shown nor kept as the cause.
    throw new DecodeError(`${what} is not valid JSON (${bytes.length} bytes)`, {
      fault: 'malformed',
      ...(text !== undefined && { excerpt: redactExcerpt(text) }),
    });
  }
}
