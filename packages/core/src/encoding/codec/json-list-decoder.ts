// Decodes the body of a LIST in JSON while it arrives. It buffers at most one incomplete object and the list's
// own metadata. The list's members may come in any order: a list of custom resources has its version last.

import {
  DecodeError,
  type DecodeOptions,
  type EncodedList,
  type EncodedObject,
  type ExpectedType,
  type KubeObject,
  type ListDecoder,
} from '../../index.ts';
import { ByteBuffer } from '../json/byte-buffer.ts';
import { skipBlanks, skipValue } from '../json/json-scanner.ts';
import { objectScanner } from '../json/object-scanner.ts';
import { parseJson } from '../json/parse-json.ts';
import { ValueEnd } from '../json/value-end.ts';
import { viewOf } from '../json/view.ts';
import { ObjectDecoder } from '../object/object-decoder.ts';
import { notUtf8 } from '../object/undecodable.ts';
import { listMetaOf, notAList, requireListKind } from './list-meta.ts';

/** What the next byte other than whitespace must belong to. */
type Place =
  | 'start'
  | 'firstKey'
  | 'key'
  | 'colon'
  | 'value'
  | 'afterValue'
  | 'firstItem'
  | 'item'
  | 'afterItem'
  | 'behind'
  | 'foreign';

// The largest object accepted; etcd's own limit is 1.5 MiB.
const mostObjectBytes = 64 * 1024 * 1024;
// So much may come without an object: one of the largest, and the list's own metadata. Blanks could go on for ever, and
// pack well; so could members that nobody knows.
const mostBarrenBytes = 2 * mostObjectBytes;
const mostMembers = 100;
// Of a body that is no object, this many bytes are kept, to tell whether it is JSON.
const foreignBytes = 64 * 1024;

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;

export class JsonListDecoder<K extends KubeObject = KubeObject> implements ListDecoder<K> {
  readonly #options: DecodeOptions;
  readonly #type: ExpectedType;
  readonly #decoder: ObjectDecoder<K>;
  readonly #scanner = objectScanner();
  readonly #valueEnd = new ValueEnd();
  // The start of a value whose end has not arrived yet.
  readonly #carry = new ByteBuffer();
  readonly #members: Partial<Record<'kind' | 'apiVersion' | 'metadata', unknown>> = {};
  #place: Place = 'start';
  #key = '';
  #hasItems = false;
  #received = 0;
  // The object that is arriving is too large: it is skipped to its end.
  #isOversize = false;
  #memberCount = 0;
  /** How many bytes have come since the last object. */
  #barren = 0;

  constructor(options: DecodeOptions) {
    this.#options = options;
    this.#type = options.type;
    this.#decoder = new ObjectDecoder(options);
  }

  push(arrived: Uint8Array): EncodedObject<K>[] {
    const objects = this.#push(arrived);
    this.#barren = objects.length > 0 ? 0 : this.#barren + arrived.length;
    if (this.#barren > mostBarrenBytes)
      throw new DecodeError(`${this.#what} goes on for ${mostBarrenBytes} bytes without an object`, {
        fault: 'tooLarge',
      });
    return objects;
  }

  #push(arrived: Uint8Array): EncodedObject<K>[] {
    const chunk = viewOf(arrived, 0, arrived.length);
    this.#received += chunk.length;
    const objects: EncodedObject<K>[] = [];
    let at = 0;
    if ((this.#carry.length > 0 || this.#isOversize) && this.#place !== 'foreign') {
      at = this.#valueEnd.find(chunk, 0);
      this.#keep(at === -1 ? chunk : chunk.subarray(0, at));
      if (at === -1) return objects;
      this.#readValue(this.#carry.drain(), objects);
    }
    try {
      while ((at = skipBlanks(chunk, at, chunk.length)) < chunk.length) at = this.#step(chunk, at, objects);
    } finally {
      this.#scanner.unload();
    }
    return objects;
  }

  end(): EncodedList<K> {
    if (this.#place === 'foreign') {
      if (this.#received <= foreignBytes) parseJson(this.#carry.drain(), this.#what);
      throw notAList(this.#type, 'has the kind unknown');
    }
    if (this.#place !== 'behind') throw this.#malformed();
    return { items: [], ...listMetaOf({ ...this.#members, hasItems: this.#hasItems }, this.#options) };
  }

  get #what(): string {
    return `the list of ${this.#type.kind}`;
  }

  /** Reads what begins at `at`, and returns the position behind it. */
  #step(chunk: Uint8Array, at: number, objects: EncodedObject<K>[]): number {
    const byte = chunk[at] as number;
    switch (this.#place) {
      case 'start':
        return byte === openBrace ? this.#enter('firstKey', at + 1) : this.#enter('foreign', at);
      case 'firstKey':
      case 'key':
        if (byte === closeBrace && this.#place === 'firstKey') return this.#enter('behind', at + 1);
        return this.#value(chunk, at, objects);
      case 'colon':
        if (byte !== 0x3a) throw this.#malformed();
        return this.#enter('value', at + 1);
      case 'value':
        if (this.#key !== 'items' || byte !== openBracket) return this.#value(chunk, at, objects);
        if (this.#hasItems) throw notAList(this.#type, 'has its items twice');
        this.#hasItems = true;
        return this.#enter('firstItem', at + 1);
      case 'afterValue':
        if (byte === closeBrace) return this.#enter('behind', at + 1);
        if (byte !== comma) throw this.#malformed();
        return this.#enter('key', at + 1);
      case 'firstItem':
      case 'item':
        if (byte === closeBracket && this.#place === 'firstItem') return this.#enter('afterValue', at + 1);
        return this.#item(chunk, at, objects);
      case 'afterItem':
        if (byte === closeBracket) return this.#enter('afterValue', at + 1);
        if (byte !== comma) throw this.#malformed();
        return this.#enter('item', at + 1);
      case 'foreign':
        this.#carry.append(
          chunk.subarray(at, Math.min(chunk.length, at + foreignBytes - this.#carry.length)),
        );
        return chunk.length;
      case 'behind':
        throw this.#malformed();
      default:
        return this.#place satisfies never;
    }
  }

  #enter(place: Place, at: number): number {
    this.#place = place;
    return at;
  }

  #item(chunk: Uint8Array, at: number, objects: EncodedObject<K>[]): number {
    if (!this.#scanner.hasLoaded(chunk, at)) this.#scanner.load(chunk, at, chunk.length);
    const object = this.#decoder.scan(chunk, at, chunk.length);
    if (object) {
      objects.push(object);
      return this.#enter('afterItem', this.#decoder.scannedEnd);
    }
    const end = this.#endOf(chunk, at);
    if (end === -1) return chunk.length;
    // Not scanned again, which would unload the objects behind it.
    this.#decode(chunk.subarray(at, end), objects, (item) => this.#decoder.parse(item));
    return this.#enter('afterItem', end);
  }

  /** Reads a value of any kind; an incomplete one is kept. */
  #value(chunk: Uint8Array, at: number, objects: EncodedObject<K>[]): number {
    const end = this.#endOf(chunk, at);
    if (end === -1) return chunk.length;
    this.#readValue(chunk.subarray(at, end), objects);
    return end;
  }

  /** Where the value that begins here ends. -1 where it is incomplete: what there is of it is then kept. */
  #endOf(chunk: Uint8Array, at: number): number {
    const end = this.#valueEnd.find(chunk, at);
    if (end === -1) this.#keep(chunk.subarray(at));
    return end;
  }

  #keep(piece: Uint8Array): void {
    if (this.#isOversize) return;
    if (this.#carry.length + piece.length <= mostObjectBytes) {
      this.#carry.append(piece);
      return;
    }
    const isItem = this.#place === 'firstItem' || this.#place === 'item';
    const message = `${this.#what} holds an object of more than ${mostObjectBytes} bytes`;
    this.#skip(new DecodeError(message, { fault: 'tooLarge', ...(isItem && { object: {} }) }));
    this.#carry.drain();
    this.#isOversize = true;
  }

  #decode(
    item: Uint8Array,
    objects: EncodedObject<K>[],
    decode: (item: Uint8Array) => EncodedObject<K>,
  ): void {
    try {
      objects.push(decode(item));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#skip(error.object ? error : (notUtf8(item, (object) => object) ?? error));
    }
  }

  /** @throws `error` where it concerns more than one object, or nobody listens. */
  #skip(error: DecodeError): void {
    const { onUndecodable } = this.#options;
    if (!error.object || !onUndecodable) throw error;
    onUndecodable(error);
  }

  /** Reads a complete value, by its place in the list. */
  #readValue(value: Uint8Array, objects: EncodedObject<K>[]): void {
    switch (this.#place) {
      case 'firstItem':
      case 'item':
        if (!this.#isOversize) this.#decode(value, objects, (item) => this.#decoder.decode(item));
        this.#isOversize = false;
        this.#place = 'afterItem';
        return;
      case 'firstKey':
      case 'key': {
        const key = parseJson(value, this.#what);
        if (typeof key !== 'string') throw this.#malformed();
        this.#memberCount += 1;
        if (this.#memberCount > mostMembers)
          throw notAList(this.#type, `has more than ${mostMembers} members`);
        this.#key = key;
        this.#place = 'colon';
        return;
      }
      default:
        this.#readMember(value);
        this.#place = 'afterValue';
    }
  }

  #readMember(value: Uint8Array): void {
    switch (this.#key) {
      case 'kind':
        this.#members.kind = parseJson(value, this.#what);
        requireListKind(this.#members.kind, this.#options);
        return;
      case 'apiVersion':
      case 'metadata':
        this.#members[this.#key] = parseJson(value, this.#what);
        return;
      case 'items':
        // Go writes a nil slice as null.
        if (parseJson(value, this.#what) !== null) throw notAList(this.#type, 'has no items');
        this.#hasItems = true;
        return;
      default:
        // Other members do not matter, but must be JSON.
        if (skipValue(value, 0, value.length) !== value.length) parseJson(value, this.#what);
    }
  }

  #malformed(): DecodeError {
    return new DecodeError(`${this.#what} is not valid JSON (${this.#received} bytes)`, {
      fault: 'malformed',
    });
  }
}
