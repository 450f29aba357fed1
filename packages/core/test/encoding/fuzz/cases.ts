// Each case makes a text from a seed and compares what the scanner makes of it with what JSON.parse does.

import { DecodeError, type EncodedObject, type KubeObject } from '@kube-rx/core';
import { JsonEventDecoder } from '../../../src/encoding/codec/json-event-decoder.ts';
import { JsonListDecoder } from '../../../src/encoding/codec/json-list-decoder.ts';
import { skipValue } from '../../../src/encoding/json/json-scanner.ts';
import { ObjectScanner } from '../../../src/encoding/json/object-scanner.ts';
import { PortableScanner } from '../../../src/encoding/json/portable-scanner.ts';
import { ObjectArena } from '../../../src/encoding/memory/arena.ts';
import { decodeObject } from '../../../src/encoding/object/object-decoder.ts';
import { Chance, damage, JsonText } from './json-text.ts';

const type = { apiVersion: 'v1', kind: 'Pod' };
const encoder = new TextEncoder();
const utf8 = new TextDecoder('utf-8', { fatal: true });

export const kinds = ['value', 'object', 'frame', 'list'] as const;
export type CaseKind = (typeof kinds)[number];

/** Throws where the two disagree. */
export function runCase(kind: CaseKind, seed: number): void {
  const chance = new Chance(seed);
  const text = new JsonText(chance);
  const bytes = (written: string): Uint8Array => {
    const whole = encoder.encode(written);
    return chance.once(3) ? damage(whole, chance) : whole;
  };
  switch (kind) {
    case 'value':
      checkValue(bytes(chance.once(20) ? ` ${text.value(5)} ` : text.value(5)));
      return;
    case 'object':
      checkObject(bytes(text.kubeObject()), chance);
      return;
    case 'frame':
      checkFrame(bytes(frameText(text, chance)));
      return;
    case 'list':
      checkList(bytes(listText(text, chance)), chance);
      return;
    default:
      kind satisfies never;
  }
}

function checkValue(bytes: Uint8Array): void {
  checkTwin(encoder.encode('{"metadata":{"name":"a","resourceVersion":"1"},"a":'), bytes);
  const end = skipValue(bytes, 0, bytes.length);
  if (end !== -1) {
    const accepted = parse(bytes.subarray(0, end)) !== broken;
    const alone =
      end === bytes.length || parse(bytes.subarray(0, end + 1)) === broken || isBlankAt(bytes, end);
    if (!accepted || !alone) throw new Error(`stepped over ${end} bytes that are no value: ${show(bytes)}`);
  } else if (parse(bytes) !== broken) throw new Error(`gave up on a value: ${show(bytes)}`);
}

// Of what the head and these bytes are, up to a brace.
function checkTwin(head: Uint8Array, bytes: Uint8Array): void {
  const whole = new Uint8Array([...head, ...bytes, 0x7d]);
  const end = portable.scan(whole, 0, whole.length);
  const fast = scanner.scan(whole, 0, whole.length);
  if (fast !== end || (end !== -1 && scanner.found.some((place, index) => place !== portable.found[index])))
    throw new Error(
      `${end}, ${portable.found.join()}, but of its twin ${fast}, ${scanner.found.join()}: ${show(whole)}`,
    );
}

function checkObject(bytes: Uint8Array, chance: Chance): void {
  const keepManagedFields = chance.once(4);
  const options = { type, keepManagedFields };
  checkTwin(bytes.subarray(0, -1), bytes.subarray(-1));
  const expected = expect(parse(bytes), keepManagedFields);
  const object = attempt(() => decodeObject(bytes, options));
  if (!agree(expected, object, bytes)) return;
  compare(expected, object, bytes);
  // The same from a place in the middle of an arena, from the scan alone.
  const undecoded = decodeObject(bytes, options);
  const slot = arena.add(undecoded);
  compare(expected, arena.at(slot), bytes);
  if (!arena.hasKey(slot, undecoded.key)) throw new Error(`lost its key: ${show(bytes)}`);
  arena.delete(slot);
  if (!keepManagedFields && undecoded.byteLength > bytes.length) throw new Error(`grew: ${show(bytes)}`);
}

function checkFrame(bytes: Uint8Array): void {
  const frame = parse(bytes);
  const said = frame === broken ? undefined : (frame as { type?: unknown; object?: unknown } | null);
  const isChange = said?.type === 'ADDED' || said?.type === 'MODIFIED' || said?.type === 'DELETED';
  const event = attempt(() => new JsonEventDecoder({ type }).decode(bytes));
  if (!isChange) {
    if (
      event instanceof DecodeError
        ? frame === broken && event.fault !== 'malformed'
        : !('type' in event) || 'encoded' in event
    )
      throw new Error(`took for a change: ${show(bytes)}`);
    return;
  }
  const expected = expect(said.object, false);
  if (event instanceof DecodeError) {
    agree(expected, event, bytes);
    return;
  }
  if (!('encoded' in event) || event.type !== said.type) throw new Error(`lost a change: ${show(bytes)}`);
  if (agree(expected, event.encoded, bytes)) compare(expected, event.encoded, bytes);
}

function checkList(bytes: Uint8Array, chance: Chance): void {
  const value = parse(bytes) as
    | { kind?: unknown; items?: unknown; metadata?: unknown }
    | null
    | typeof broken;
  const list = attempt(() => {
    const decoder = new JsonListDecoder({ type });
    const items: EncodedObject[] = [];
    for (let at = 0; at < bytes.length; ) {
      const next = at + 1 + chance.below(chance.once(2) ? 4 : bytes.length);
      items.push(...decoder.push(bytes.subarray(at, next)));
      at = next;
    }
    return { ...decoder.end(), items };
  });
  if (list instanceof DecodeError) {
    // A list that says something twice may be refused; else JSON.parse has to find fault with it as well.
    if (list.fault === 'malformed' && value !== broken) throw new Error(`refused a list: ${show(bytes)}`);
    return;
  }
  if (value === broken || value === null) throw new Error(`took for a list: ${show(bytes)}`);
  const expected = ((value.items ?? []) as unknown[]).map((item) => expect(item, false));
  if ((value.kind || 'PodList') !== 'PodList' || expected.length !== list.items.length)
    throw new Error(`miscounted: ${show(bytes)}`);
  const metadata = value.metadata as { resourceVersion: string; continue?: string };
  if (
    list.resourceVersion !== metadata.resourceVersion ||
    (list.continue ?? '') !== (metadata.continue ?? '')
  )
    throw new Error(`misread the metadata: ${show(bytes)}`);
  for (const [index, item] of list.items.entries()) {
    const wanted = expected[index];
    if (wanted === undefined) throw new Error(`took for an object: ${show(bytes)}`);
    compare(wanted, item, bytes);
  }
}

function frameText(text: JsonText, chance: Chance): string {
  if (chance.once(12)) return text.value(3);
  const members: [string, string][] = [
    ['type', chance.once(30) ? text.value(0) : `"${chance.pick(['ADDED', 'MODIFIED', 'DELETED'])}"`],
    ['object', chance.once(30) ? text.value(2) : text.kubeObject()],
  ];
  if (chance.once(40)) members.push(chance.once(2) ? ['type', '"DELETED"'] : ['object', text.kubeObject()]);
  return text.object(chance.once(6) ? chance.shuffle(members) : members);
}

function listText(text: JsonText, chance: Chance): string {
  if (chance.once(20)) return text.value(3);
  const items = text.array(Array.from({ length: chance.below(4) }, () => text.kubeObject()));
  const members: [string, string][] = [
    ['kind', chance.once(30) ? text.value(0) : '"PodList"'],
    ['apiVersion', '"v1"'],
    ['metadata', chance.once(30) ? text.value(1) : '{"resourceVersion":"7","continue":"token"}'],
    ['items', chance.once(20) ? text.value(1) : items],
  ];
  if (chance.once(20)) members.push(['a', text.value(3)]);
  return text.object(chance.once(2) ? chance.shuffle(members) : members);
}

const scanner = new ObjectScanner();
const portable = new PortableScanner();

const broken = Symbol('not JSON');

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    return broken;
  }
}

// What the decoder must give: undefined for what has to be refused.
function expect(value: unknown, keepManagedFields: boolean): KubeObject | undefined {
  if (value === broken || !isRecord(value) || !isRecord(value['metadata'])) return undefined;
  const { name, namespace, uid, resourceVersion } = value['metadata'];
  if (typeof name !== 'string' || name === '') return undefined;
  if (typeof resourceVersion !== 'string' || resourceVersion === '') return undefined;
  for (const optional of [namespace, uid]) if (typeof (optional ?? '') !== 'string') return undefined;
  value['kind'] ??= type.kind;
  value['apiVersion'] ??= type.apiVersion;
  if (value['kind'] !== type.kind) return undefined;
  if (!keepManagedFields) delete value['metadata']['managedFields'];
  return value as unknown as KubeObject;
}

function agree(
  expected: KubeObject | undefined,
  got: EncodedObject | DecodeError,
  bytes: Uint8Array,
): got is EncodedObject {
  if ((expected === undefined) === got instanceof DecodeError) return expected !== undefined;
  throw new Error(`${expected ? 'refused' : 'accepted'}: ${show(bytes)}`);
}

function compare(
  expected: KubeObject | undefined,
  got: EncodedObject | DecodeError,
  bytes: Uint8Array,
): void {
  if (expected === undefined || got instanceof DecodeError) return;
  const { name, namespace, uid, resourceVersion, labels } = expected.metadata;
  const key = namespace ? `${namespace}/${name}` : name;
  const identity = [got.key, got.name, got.namespace, got.uid, got.resourceVersion];
  const wanted = [key, name, namespace ?? '', uid ?? '', resourceVersion];
  for (const [index, part] of wanted.entries())
    if (identity[index] !== part) throw new Error(`${identity[index]} is not ${part}: ${show(bytes)}`);
  const { ownerReferences }: Record<string, unknown> = { ...expected.metadata };
  const owners: unknown[] = Array.isArray(ownerReferences) ? ownerReferences : [];
  const controller = owners.find((owner) => isRecord(owner) && owner['controller'] === true);
  same(controller, got.controller, bytes);
  same(labels ?? {}, got.labels, bytes);
  same(expected.metadata, got.metadata, bytes);
  same(expected, got.object, bytes);
  same(labels ?? {}, got.labels, bytes);
}

// The order of the members counts: it is that of the bytes.
function same(expected: unknown, got: unknown, bytes: Uint8Array): void {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(got)];
  if (a !== b) throw new Error(`${b} is not ${a}: ${show(bytes)}`);
}

// It remembers nothing, so that all is decoded again.
const arena = new ObjectArena({
  reserve: () => 1,
  get: () => undefined,
  set: () => undefined,
  delete: () => undefined,
});

function attempt<T>(run: () => T): T | DecodeError {
  try {
    return run();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBlankAt(bytes: Uint8Array, at: number): boolean {
  return [0x20, 0x0a, 0x0d, 0x09].includes(bytes[at] ?? 0);
}

function show(bytes: Uint8Array): string {
  return JSON.stringify(new TextDecoder().decode(bytes));
}
