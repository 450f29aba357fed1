// Copies between arrays. Of shared memory the language copies byte by byte where source and target do not stand alike
// to a word; Node's own way copies as the machine does, and makes no view for it.

interface NodeBuffer {
  readonly prototype: {
    readonly copy: (this: Uint8Array, target: Uint8Array, at: number, start: number, end: number) => number;
  };
}

declare const Buffer: NodeBuffer | undefined;

const copyOfNode = typeof Buffer === 'undefined' ? undefined : Buffer.prototype.copy;

/** Copies the bytes from `start` to `end` to where `target` has them at `at`, and has room for all of them. */
export function copyBytes(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): void {
  if (start === end) return;
  if (copyOfNode) copyOfNode.call(source, target, at, start, end);
  else target.set(source.subarray(start, end), at);
}
