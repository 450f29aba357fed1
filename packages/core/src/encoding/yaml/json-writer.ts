// Nodes of YAML to JSON, as sigs.k8s.io/yaml does it.

import { AliasBudget } from './alias-budget.ts';
import { floatKey } from './float-key.ts';
import type { AliasNode, MappingNode, ScalarNode, YamlNode } from './node.ts';
import { plainScalar, type Scalar, taggedScalar, textScalar } from './scalar.ts';
import { YamlError } from './yaml-error.ts';

const maxDepth = 500;

/** The members of a mapping by key. 1 and "1" do not repeat each other, though JSON has one text for both. */
type Members = Map<string, { readonly keyType: Scalar['type']; readonly json: string }>;

export class JsonWriter {
  /** `line 5: key "a" already set in map`: go-yaml's words for each key that comes a second time. */
  readonly repeats: string[] = [];
  readonly #numbersAsText: boolean;
  readonly #budget = new AliasBudget();
  readonly #open = new Set<YamlNode>();
  #aliases = 0;

  constructor({ numbersAsText }: { readonly numbersAsText: boolean }) {
    this.#numbersAsText = numbersAsText;
  }

  write(node: YamlNode): string {
    this.#spend(node);
    switch (node.kind) {
      case 'alias':
        return this.#through(node, (target) => this.write(target));
      case 'scalar':
        return this.#jsonOf(node);
      case 'sequence':
        return this.#within(node, () => `[${node.items.map((item) => this.write(item)).join()}]`);
      case 'mapping': {
        const members = this.#collect(node, new Map());
        return `{${[...members].map(([key, { json }]) => `${JSON.stringify(key)}:${json}`).join()}}`;
      }
    }
  }

  #collect(node: MappingNode, members: Members): Members {
    return this.#within(node, () => {
      for (const [key, value] of node.pairs)
        if (isMergeKey(key)) this.#merge(value, members);
        else this.#add(key, value, members);
      return members;
    });
  }

  #add(keyNode: YamlNode, valueNode: YamlNode, members: Members): void {
    const { key, type } = this.#keyOf(keyNode);
    const json = this.write(valueNode);
    if (members.get(key)?.keyType === type) {
      const shown = type === 'text' ? JSON.stringify(key) : key;
      this.repeats.push(`line ${valueNode.place.line}: key ${shown} already set in map`);
    }
    members.set(key, { keyType: type, json });
  }

  /** `<<: *base`, or a list of mappings of which the first ones win. Keys of the mapping win where they follow. */
  #merge(node: YamlNode, members: Members): void {
    const parts = node.kind === 'sequence' ? node.items.toReversed() : [node];
    for (const part of parts) {
      const target = part.kind === 'alias' ? part.target : part;
      if (target.kind !== 'mapping')
        throw new YamlError('has << without a mapping or a list of mappings', part.place);
      this.#spend(part);
      if (part.kind === 'alias') this.#spend(target);
      if (part.kind === 'alias') this.#through(part, () => this.#collect(target, members));
      else this.#collect(target, members);
    }
  }

  #keyOf(node: YamlNode): { key: string; type: Scalar['type'] } {
    this.#spend(node);
    if (node.kind === 'alias') return this.#through(node, (target) => this.#keyOf(target));
    if (node.kind !== 'scalar') throw new YamlError('has a key that is no text', node.place);
    const { type, value } = this.#scalarOf(node);
    if (type === 'float') return { key: floatKey(Number(value)), type };
    if (type === 'null') throw new YamlError('has a key that is no text', node.place);
    return { key: value, type };
  }

  #jsonOf(node: ScalarNode): string {
    const { type, value } = this.#scalarOf(node);
    const isNumber = type === 'integer' || type === 'float';
    if (isNumber && this.#numbersAsText) return JSON.stringify(node.text);
    if (type === 'float' && !Number.isFinite(Number(value)))
      throw new YamlError('has a number that JSON does not have', node.place);
    return type === 'text' ? JSON.stringify(value) : value;
  }

  #scalarOf({ plain, tag, text, place }: ScalarNode): Scalar {
    if (plain) return plainScalar(text);
    const scalar = tag === '' ? textScalar(text) : taggedScalar(tag, text);
    if (!scalar) throw new YamlError('has a value that its tag does not allow', place);
    return scalar;
  }

  #spend(node: YamlNode): void {
    const length = node.kind === 'scalar' ? node.text.length : 0;
    if (!this.#budget.spend(this.#aliases > 0, length))
      throw new YamlError('has too many aliases', node.place);
  }

  #through<Result>({ target, place }: AliasNode, read: (target: AliasNode['target']) => Result): Result {
    if (this.#open.has(target)) throw new YamlError('has an anchor whose value contains itself', place);
    this.#aliases += 1;
    const result = read(target);
    this.#aliases -= 1;
    return result;
  }

  #within<Result>(node: YamlNode, read: () => Result): Result {
    // Aliases of aliases nest deeper than what is written.
    if (this.#open.size >= maxDepth) throw new YamlError('is nested too deeply', node.place);
    this.#open.add(node);
    const result = read();
    this.#open.delete(node);
    return result;
  }
}

function isMergeKey(node: YamlNode): boolean {
  return (
    node.kind === 'scalar' &&
    node.text === '<<' &&
    (node.plain || node.tag === '!' || node.tag === 'tag:yaml.org,2002:merge')
  );
}
