// Bytes to objects: scanned if possible, else parsed.

import type { DecodeOptions, EncodedObject, ExpectedType, KubeObject, ValueCodec } from '../../index.ts';
import { gaveUp, isText, skipBlanks } from '../json/json-scanner.ts';
import { objectScanner } from '../json/object-scanner.ts';
import { jsonValues } from '../json/parse-json.ts';
import { cutPlace, keptWords, kindPlace } from '../json/places.ts';
import { DecodedObject } from './decoded-object.ts';
import { JsonObject } from './json-object.ts';
import { ObjectJson } from './object-json.ts';
import { partialKind, requireObject } from './raw-object.ts';

export interface ObjectDecoderOptions
  extends Pick<DecodeOptions, 'keepManagedFields' | 'mayLackVersion' | 'metadataOnly'> {
  /** As in `DecodeOptions`; absent: whatever comes. */
  readonly type?: ExpectedType | undefined;
  /** What the bytes are. Default: JSON. Others are not scanned. */
  readonly values?: ValueCodec | undefined;
}

/**
 * @example
 * const decoder = new ObjectDecoder<Pod>({ type: { apiVersion: 'v1', kind: 'Pod' } });
 * decoder.decode(bytes).resourceVersion; // known without parsing
 */
export class ObjectDecoder<K extends KubeObject> {
  readonly #scanner = objectScanner();
  readonly #type: ExpectedType | undefined;
  readonly #strips: boolean;
  readonly #mayLackVersion: boolean;
  readonly #metadataOnly: boolean;
  readonly #values: ValueCodec;
  #scannedEnd = 0;

  constructor({
    type,
    keepManagedFields,
    mayLackVersion = false,
    metadataOnly = false,
    values = jsonValues,
  }: ObjectDecoderOptions = {}) {
    this.#type = type;
    this.#strips = !keepManagedFields;
    this.#mayLackVersion = mayLackVersion;
    this.#metadataOnly = metadataOnly;
    this.#values = values;
  }

  /**
   * Decodes an object, without parsing if its bytes look as servers write them. It is a view of them, or a copy of its
   * metadata where nothing else is wanted.
   *
   * @throws DecodeError `malformed` if the bytes are no JSON; `protocol` as `DecodedObject.from` does.
   */
  decode(bytes: Uint8Array): EncodedObject<K> {
    const scanned = this.#values === jsonValues ? this.scan(bytes, 0, bytes.length) : undefined;
    return scanned && this.#isWhole(bytes) ? scanned : this.parse(bytes);
  }

  /** The object that begins at `at`. Undefined if the scanner gives up: the bytes may still be valid. */
  scan(bytes: Uint8Array, at: number, end: number): JsonObject<K> | undefined {
    const { found } = this.#scanner;
    // Only a type can say the kind of what is left of an object.
    if (this.#metadataOnly && !this.#type) return undefined;
    const behind = this.#scanner.scan(bytes, at, end);
    if (behind === gaveUp || !this.#isOfKind(bytes, at)) return undefined;
    const json = new ObjectJson(bytes, at, behind).place(found.slice(0, keptWords), 0);
    if (this.#strips && found[cutPlace] !== -1)
      json.cut(found[cutPlace] as number, found[cutPlace + 1] as number);
    this.#scannedEnd = behind;
    return new JsonObject<K>(this.#metadataOnly ? json.metadataOnly() : json, { type: this.#type });
  }

  /** Where the object that was scanned last ends in the bytes that it was scanned from. */
  get scannedEnd(): number {
    return this.#scannedEnd;
  }

  /** As `decode`, without scanning. */
  parse(bytes: Uint8Array): DecodedObject<K> {
    const value = this.#values.decode(bytes, 'an object from the server');
    return this.#wrap(value, new ObjectJson(bytes, 0, bytes.length));
  }

  /** Wraps a decoded value, which it takes over. Deletes its managedFields unless they are kept. */
  wrap(value: unknown): DecodedObject<K> {
    return this.#wrap(value, undefined);
  }

  /** `json`: the bytes that the value was decoded from. */
  #wrap(value: unknown, json: ObjectJson | undefined): DecodedObject<K> {
    const type = this.#type;
    const object = requireObject(value, {
      ...(type && { type }),
      mayLackVersion: this.#mayLackVersion,
      metadataOnly: this.#metadataOnly,
    });
    if (this.#strips) delete object.metadata.managedFields;
    const { apiVersion, kind, metadata } = object;
    const kept = this.#metadataOnly ? { apiVersion, kind, metadata } : object;
    const options = {
      type,
      values: this.#values,
      json: this.#metadataOnly ? undefined : json,
      strips: this.#strips,
    };
    return new DecodedObject(kept as unknown as K, options);
  }

  /** Whether nothing follows what was scanned, but for the line break that servers end an answer with. */
  #isWhole(bytes: Uint8Array): boolean {
    return skipBlanks(bytes, this.#scannedEnd, bytes.length) === bytes.length;
  }

  // Items of a list come without kind and are of the expected one.
  #isOfKind(bytes: Uint8Array, at: number): boolean {
    const { found } = this.#scanner;
    if (!this.#type || found[kindPlace] === -1) return true;
    return (
      this.#hasKind(bytes, at, this.#type.kind) ||
      (this.#metadataOnly && this.#hasKind(bytes, at, partialKind))
    );
  }

  #hasKind(bytes: Uint8Array, at: number, kind: string): boolean {
    const { found } = this.#scanner;
    const start = found[kindPlace] as number;
    const length = (found[kindPlace + 1] as number) - start;
    return length === kind.length + 2 && bytes[at + start] === 0x22 && isText(bytes, at + start + 1, kind);
  }
}

/**
 * Decodes one object, as `ObjectDecoder` does.
 *
 * @example decodeObject<Pod>(bytes).object.spec?.nodeName; // parsed when `object` is read
 */
export function decodeObject<K extends KubeObject>(
  bytes: Uint8Array,
  options?: ObjectDecoderOptions,
): EncodedObject<K> {
  return new ObjectDecoder<K>(options).decode(bytes);
}
