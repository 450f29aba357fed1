// Random text that is JSON, or nearly: in whatever order, spacing and spelling a server could choose.

const names = ['web-0', 'a', 'x'.repeat(70), 'a.b-c', '', '0'];
const strings = [
  '',
  'v',
  'Pod',
  'plain text of some length',
  String.raw`\"`,
  String.raw`\\`,
  String.raw`\\\"`,
  String.raw`\u0041\n\t\/`,
  String.raw`\ud800`,
  String.raw`\ud83d\ude00`,
  'w\u00fcrfel \u4e2d \u{1f600}',
  '\ufeff',
  '}{][,:',
  String.raw`{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"x\"}}}`,
  String.raw`\"managedFields\":[`,
  '\u007f\u2028',
];
// What is stepped over in blocks, where nothing else is between.
const plainStrings = [
  'v',
  'plain text of some length',
  'x'.repeat(130),
  '}{][,:',
  String.raw`{\"a\":\"b\"}`,
  String.raw`\\`,
  String.raw`\u003c`,
];
const numbers = [
  '0',
  '-0',
  '1',
  '42',
  '-1.5',
  '1e3',
  '1E+2',
  '0.1e-2',
  '9007199254740993',
  '1e400',
  '123456789',
];
const malformed = [
  '01',
  '1.',
  '-',
  '.5',
  '1e',
  '+1',
  'tru',
  'nul',
  'undefined',
  'NaN',
  "'a'",
  '"\\x"',
  '"\\u12G4"',
  '"\u0001"',
  '"',
  '',
];
const keys = [
  'metadata',
  'name',
  'labels',
  'uid',
  'kind',
  'spec',
  'managedFields',
  'a',
  'resourceVersion',
  '__proto__',
  'constructor',
  'w\u00fcrfel',
  String.raw`n\u0061me`,
  String.raw`met\u0061data`,
];
const blanks = ['', '', '', '', '', '', '', ' ', '\n', '\t \r\n'];

/** A small deterministic source of chance (xorshift32): a seed replays its case. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) | 0 || 1;
    for (let warm = 0; warm < 4; warm += 1) this.below(2);
  }

  below(limit: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) % limit;
  }

  once(in_: number): boolean {
    return this.below(in_) === 0;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      [items[last], items[other]] = [items[other] as T, items[last] as T];
    }
    return items;
  }
}

export class JsonText {
  readonly #chance: Chance;
  readonly #spaced: boolean;
  readonly #plain: boolean;

  constructor(chance: Chance) {
    this.#chance = chance;
    this.#spaced = chance.once(4);
    this.#plain = !this.#spaced && chance.once(2);
  }

  string(): string {
    return `"${this.#chance.pick(this.#plain ? plainStrings : strings)}"`;
  }

  value(depth: number): string {
    const chance = this.#chance;
    if (depth > 0 && chance.once(1000)) return this.#nested(50 + chance.below(25));
    switch (chance.below(depth > 0 ? 8 : 5)) {
      case 0:
      case 1:
        return this.string();
      case 2:
        return chance.once(200) ? chance.pick(malformed) : chance.pick(numbers);
      case 3:
        return chance.pick(['true', 'false', 'null']);
      case 4:
        return chance.pick(['{}', '[]', '[[]]', '{"a":{}}']);
      case 5:
        return this.array(
          Array.from({ length: chance.below(this.#plain ? 9 : 4) }, () => this.value(depth - 1)),
        );
      default:
        return this.object(
          Array.from({ length: chance.below(5) }, () => [chance.pick(keys), this.value(depth - 1)]),
        );
    }
  }

  array(items: readonly string[]): string {
    return `[${this.#gap()}${items.join(`${this.#gap()},${this.#gap()}`)}${this.#gap()}]`;
  }

  object(members: readonly (readonly [key: string, value: string])[]): string {
    const texts = members.map(([key, value]) => `"${key}"${this.#gap()}:${this.#gap()}${value}`);
    return `{${this.#gap()}${texts.join(`${this.#gap()},${this.#gap()}`)}${this.#gap()}}`;
  }

  /** Mostly a Kubernetes object, in any order, with members that come twice, are missing or are something else. */
  kubeObject(): string {
    const chance = this.#chance;
    const members: [string, string][] = [['metadata', chance.once(40) ? this.value(1) : this.#metadata()]];
    if (!chance.once(3)) members.push(['kind', chance.once(30) ? this.value(0) : '"Pod"']);
    if (!chance.once(3)) members.push(['apiVersion', chance.once(30) ? this.value(0) : '"v1"']);
    for (let more = chance.below(4); more > 0; more -= 1)
      members.push([chance.pick(['spec', 'status', 'data', 'a', '__proto__', 'meta']), this.value(3)]);
    this.#repeat(members);
    if (chance.once(2)) chance.shuffle(members);
    return this.object(members);
  }

  #metadata(): string {
    const chance = this.#chance;
    const odd = (usual: string): string => (chance.once(60) ? this.value(1) : usual);
    const members: [string, string][] = [
      ['name', odd(`"${chance.pick(names) || 'n'}"`)],
      ['resourceVersion', odd(`"${chance.pick(['1', '42', '18446744073709551616'])}"`)],
    ];
    if (!chance.once(4))
      members.push(['namespace', odd(chance.pick(['"shop"', '""', `"${'n'.repeat(63)}"`]))]);
    if (!chance.once(4)) members.push(['uid', odd('"0f0f0f0f-1111-4222-8333-444444444444"')]);
    if (!chance.once(3))
      members.push(['labels', chance.once(8) ? this.value(1) : `{"app":${this.string()},"b":"c"}`]);
    if (!chance.once(3))
      members.push(['managedFields', chance.once(2) ? this.value(3) : '[{"fieldsV1":{"f:a":{}}}]']);
    if (chance.once(2)) members.push(['annotations', `{"a":${this.string()}}`]);
    if (chance.once(2)) members.push(['ownerReferences', odd(this.#owners())]);
    this.#repeat(members);
    if (!chance.once(3)) chance.shuffle(members);
    return this.object(members);
  }

  #owners(): string {
    const chance = this.#chance;
    return this.array(
      Array.from({ length: chance.below(4) }, () => (chance.once(12) ? this.value(1) : this.#owner())),
    );
  }

  #owner(): string {
    const chance = this.#chance;
    const members: [string, string][] = [
      ['apiVersion', '"apps/v1"'],
      ['kind', '"ReplicaSet"'],
      ['name', this.string()],
      ['uid', '"0f0f0f0f-1111-4222-8333-444444444444"'],
    ];
    const key = chance.once(20) ? String.raw`contr\u006fller` : 'controller';
    if (!chance.once(4)) members.push([key, chance.once(8) ? this.value(1) : chance.pick(['true', 'false'])]);
    this.#repeat(members);
    if (chance.once(2)) chance.shuffle(members);
    return this.object(members);
  }

  // Around the depth up to which it is stepped over in blocks.
  #nested(levels: number): string {
    let text = this.value(0);
    for (let level = 0; level < levels; level += 1) {
      const items = this.#chance.once(4) ? [this.value(0), text] : [text];
      text = this.#chance.once(2)
        ? this.array(items)
        : this.object(items.map((item) => [this.#chance.pick(keys), item]));
    }
    return text;
  }

  #repeat(members: [string, string][]): void {
    if (!this.#chance.once(25)) return;
    const [key, value] = this.#chance.pick(members);
    members.push([key, this.#chance.once(2) ? value : this.value(1)]);
  }

  #gap(): string {
    return this.#spaced ? this.#chance.pick(blanks) : '';
  }
}

/** What a torn connection or a broken proxy makes of bytes. */
export function damage(bytes: Uint8Array, chance: Chance): Uint8Array {
  const at = chance.below(bytes.length + 1);
  switch (chance.below(5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1: {
      const lost = chance.below(4) + 1;
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + lost)]);
    }
    case 2:
      return Uint8Array.from([...bytes.subarray(0, at), chance.pick(suspects), ...bytes.subarray(at)]);
    case 3: {
      const copy = bytes.slice();
      if (at < copy.length) copy[at] = chance.below(256);
      return copy;
    }
    default: {
      const copy = bytes.slice();
      if (at < copy.length) copy[at] = chance.pick(suspects);
      return copy;
    }
  }
}

const suspects = Array.from(new TextEncoder().encode('"\\{}[]:,-+.eE019tfnu \n\t')).concat([
  0, 0x1f, 0x80, 0xbf, 0xc0, 0xe2, 0xed, 0xf4, 0xff,
]);
