// A persistent map in bytewise key order: every change gives a new tree that shares all but one path with
// the old one. That makes a snapshot a reference: pages of a list, reads at an exact resourceVersion and
// the initial events of a watch each hold one, and writers never wait for them.
//
// A B+ tree with subtree counts: get, set, delete and rank take O(log n) steps; a set copies about
// depth * fanout references (some 100 for 100,000 keys), which is what a kept snapshot costs.

const fanout = 32;

interface Leaf<V> {
  readonly keys: readonly string[];
  readonly values: readonly V[];
  readonly children?: never;
  readonly size: number;
}

interface Branch<V> {
  /** The smallest key below each child. */
  readonly keys: readonly string[];
  readonly children: readonly Node<V>[];
  readonly size: number;
}

type Node<V> = Leaf<V> | Branch<V>;

export class SortedTree<V> {
  readonly #root: Node<V>;

  private constructor(root: Node<V>) {
    this.#root = root;
  }

  static empty<V>(): SortedTree<V> {
    return new SortedTree<V>(leaf([], []));
  }

  get size(): number {
    return this.#root.size;
  }

  get(key: string): V | undefined {
    let node = this.#root;
    while (node.children) {
      const child = node.children[childIndex(node.keys, key)];
      if (!child) return undefined;
      node = child;
    }
    const at = lowerBound(node.keys, key);
    return node.keys[at] === key ? node.values[at] : undefined;
  }

  set(key: string, value: V): SortedTree<V> {
    const [left, right] = insert(this.#root, key, value);
    return new SortedTree(right ? branch([left, right]) : left);
  }

  /** The same tree where there is no such key. */
  delete(key: string): SortedTree<V> {
    let root = remove(this.#root, key);
    while (root.children?.length === 1 && root.children[0]) root = root.children[0];
    if (root.size === 0) return SortedTree.empty();
    return root === this.#root ? this : new SortedTree(root);
  }

  /** How many keys come before `key`. */
  rank(key: string): number {
    let node = this.#root;
    let before = 0;
    while (node.children) {
      const at = childIndex(node.keys, key);
      for (let i = 0; i < at; i += 1) before += node.children[i]?.size ?? 0;
      const child = node.children[at];
      if (!child) return before;
      node = child;
    }
    return before + lowerBound(node.keys, key);
  }

  /** Entries from `start` (inclusive) up to `end` (exclusive; undefined: the last), in key order. */
  entries(start = '', end?: string): Generator<[string, V], void, undefined> {
    return walk(this.#root, start, end);
  }
}

function* walk<V>(
  node: Node<V>,
  start: string,
  end: string | undefined,
): Generator<[string, V], void, undefined> {
  if (node.children) {
    for (let at = childIndex(node.keys, start); at < node.children.length; at += 1) {
      const first = node.keys[at] ?? '';
      if (end !== undefined && first >= end) return;
      const child = node.children[at];
      if (child) yield* walk(child, start, end);
    }
    return;
  }
  for (let at = lowerBound(node.keys, start); at < node.keys.length; at += 1) {
    const key = node.keys[at];
    const value = node.values[at];
    if (key === undefined || value === undefined || (end !== undefined && key >= end)) return;
    yield [key, value];
  }
}

function leaf<V>(keys: readonly string[], values: readonly V[]): Leaf<V> {
  return { keys, values, size: keys.length };
}

function branch<V>(children: readonly Node<V>[]): Branch<V> {
  let size = 0;
  for (const child of children) size += child.size;
  return { keys: children.map((child) => child.keys[0] ?? ''), children, size };
}

// One node, or the two that it became.
function insert<V>(node: Node<V>, key: string, value: V): [Node<V>, Node<V>?] {
  if (!node.children) {
    const at = lowerBound(node.keys, key);
    const replaced = node.keys[at] === key ? 1 : 0;
    const keys = node.keys.toSpliced(at, replaced, key);
    const values = node.values.toSpliced(at, replaced, value);
    return split(leaf(keys, values), (from, to) => leaf(keys.slice(from, to), values.slice(from, to)));
  }
  const at = childIndex(node.keys, key);
  const child = node.children[at] ?? leaf<V>([], []);
  const [left, right] = insert(child, key, value);
  const children = right ? node.children.toSpliced(at, 1, left, right) : node.children.with(at, left);
  return split(branch(children), (from, to) => branch(children.slice(from, to)));
}

function split<V>(node: Node<V>, part: (from: number, to: number) => Node<V>): [Node<V>, Node<V>?] {
  const count = node.keys.length;
  if (count <= fanout) return [node];
  return [part(0, count >> 1), part(count >> 1, count)];
}

function remove<V>(node: Node<V>, key: string): Node<V> {
  if (!node.children) {
    const at = lowerBound(node.keys, key);
    if (node.keys[at] !== key) return node;
    return leaf(node.keys.toSpliced(at, 1), node.values.toSpliced(at, 1));
  }
  const at = childIndex(node.keys, key);
  const child = node.children[at];
  if (!child) return node;
  const shrunk = remove(child, key);
  if (shrunk === child) return node;
  if (shrunk.keys.length === 0) return branch(node.children.toSpliced(at, 1));
  return branch(mergedAt(node.children.with(at, shrunk), at));
}

// Joins a child that has become small with a neighbour, where both together fit into one node.
function mergedAt<V>(children: Node<V>[], at: number): readonly Node<V>[] {
  const small = (children[at]?.keys.length ?? fanout) < fanout / 4;
  const first = at > 0 ? at - 1 : at;
  const [a, b] = [children[first], children[first + 1]];
  if (!small || !a || !b || a.keys.length + b.keys.length > fanout) return children;
  if (a.children && b.children) return children.toSpliced(first, 2, branch([...a.children, ...b.children]));
  if (a.children || b.children) return children;
  return children.toSpliced(first, 2, leaf([...a.keys, ...b.keys], [...a.values, ...b.values]));
}

// The first index whose key is not below `key`.
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

// The child that holds `key`, if any does.
function childIndex(keys: readonly string[], key: string): number {
  const at = lowerBound(keys, key);
  return keys[at] === key || at === 0 ? at : at - 1;
}
