// Which size a node has, by the rules of a ConfigMap: a pure function.

import { InvalidValueError, Quantity } from 'kube-rx';
import type { ConfigMap, Node } from 'kube-rx/k8s';

/** A name, and the CPUs from which on a node has it. */
export interface Size {
  readonly name: string;
  readonly cpu: Quantity;
}

/** Of the data `{ small: '0', medium: '4', large: '16' }`; from the largest down. @throws InvalidValueError */
export function sizesOf(rules: ConfigMap | undefined): readonly Size[] {
  return Object.entries(rules?.data ?? {})
    .map(([name, cpu]) => {
      if (!/^[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/.test(name))
        throw new InvalidValueError(`${JSON.stringify(name)} cannot be the value of a label`);
      return { name, cpu: Quantity.canonical(cpu) };
    })
    .sort((a, b) => Quantity.compare(b.cpu, a.cpu));
}

/** Undefined where no size fits, or the node does not say how large it is. */
export function sizeOf(node: Node, sizes: readonly Size[]): string | undefined {
  const cpu = node.status?.capacity?.['cpu'];
  if (cpu === undefined) return undefined;
  return sizes.find((size) => Quantity.compare(cpu, size.cpu) >= 0)?.name;
}
