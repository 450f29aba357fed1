// Tokens to the nodes of documents. https://github.com/yaml/go-yaml/blob/v2.4.2/parserc.go

import { readDirectives, resolveTag, type TagHandles } from './directives.ts';
import type { AliasNode, MappingNode, ScalarNode, SequenceNode, YamlNode } from './node.ts';
import type { Scanner } from './scanner.ts';
import type { TokenType } from './token.ts';
import { type Place, YamlError } from './yaml-error.ts';

// Less than the stack holds: a level takes eight calls.
const maxDepth = 500;

/** A list below a key need not be indented. Within brackets, indentation means nothing. */
type Within = 'block' | 'mapping' | 'flow';

export class Parser {
  readonly #scanner: Scanner;
  /** An anchor may be set again: an alias means the last one before it. */
  readonly #anchors = new Map<string, AliasNode['target']>();
  #tags: TagHandles = new Map();
  #depth = 0;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** The root of each document. What follows a document is not looked at before the next one is asked for. */
  *documents(): Generator<YamlNode, void, undefined> {
    for (let first = true; ; first = false) {
      while (!first && this.#nextIs('document-end')) this.#scanner.next();
      if (this.#nextIs('stream-end')) return;
      const mustBeMarked = !first || this.#nextIs('directive');
      this.#tags = readDirectives(this.#scanner);
      this.#anchors.clear();
      const marked = this.#nextIs('document-start');
      if (!marked && mustBeMarked) throw this.#unexpected('no ---');
      if (marked) this.#scanner.next();
      const isEmpty = marked && this.#nextIs('directive', 'document-start', 'document-end', 'stream-end');
      const root = isEmpty ? empty(this.#scanner.peek().place) : this.#node('block');
      // One token more is read, and no further: kubectl does not see what is wrong behind it.
      this.#scanner.peek();
      yield root;
    }
  }

  #node(within: Within): YamlNode {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new YamlError('is nested too deeply', this.#scanner.peek().place);
    const node = this.#shallowNode(within);
    this.#depth -= 1;
    return node;
  }

  #shallowNode(within: Within): YamlNode {
    const { place } = this.#scanner.peek();
    if (this.#nextIs('alias')) return this.#alias();
    let anchor = this.#nextIs('anchor') ? this.#scanner.next().value : undefined;
    const tag = this.#nextIs('tag') ? resolveTag(this.#scanner.next(), this.#tags) : '';
    if (anchor === undefined && this.#nextIs('anchor')) anchor = this.#scanner.next().value;
    const hasProperties = anchor !== undefined || tag !== '';
    const keep = <Kept extends AliasNode['target']>(node: Kept): Kept => {
      if (anchor !== undefined) this.#anchors.set(anchor, node);
      return node;
    };
    const { type, value } = this.#scanner.peek();
    switch (type) {
      case 'plain':
      case 'quoted':
        this.#scanner.next();
        return keep({ kind: 'scalar', place, text: value, plain: type === 'plain' && tag === '', tag });
      case 'flow-sequence-start':
        return this.#flowSequence(keep({ kind: 'sequence', place, items: [] }));
      case 'flow-mapping-start':
        return this.#flowMapping(keep({ kind: 'mapping', place, pairs: [] }));
      case 'block-sequence-start':
        if (within === 'flow') break;
        return this.#blockSequence(keep({ kind: 'sequence', place, items: [] }));
      case 'block-mapping-start':
        if (within === 'flow') break;
        return this.#blockMapping(keep({ kind: 'mapping', place, pairs: [] }));
      case 'block-entry':
        if (within !== 'mapping') break;
        return this.#indentlessSequence(keep({ kind: 'sequence', place, items: [] }));
      default:
    }
    if (!hasProperties) throw this.#unexpected('no value');
    return keep({ kind: 'scalar', place, text: '', plain: tag === '', tag });
  }

  #alias(): AliasNode {
    const { place, value } = this.#scanner.next();
    const target = this.#anchors.get(value);
    if (!target) throw new YamlError('has an alias without its anchor', place);
    return { kind: 'alias', place, target };
  }

  #blockSequence(node: SequenceNode): SequenceNode {
    this.#scanner.next();
    while (this.#nextIs('block-entry')) {
      const { place } = this.#scanner.next();
      node.items.push(this.#nodeOrEmpty('block', place, 'block-entry', 'block-end'));
    }
    this.#require('block-end', 'no - of a list');
    return node;
  }

  #indentlessSequence(node: SequenceNode): SequenceNode {
    while (this.#nextIs('block-entry')) {
      const { place } = this.#scanner.next();
      node.items.push(this.#nodeOrEmpty('block', place, 'block-entry', 'key', 'value', 'block-end'));
    }
    return node;
  }

  #blockMapping(node: MappingNode): MappingNode {
    this.#scanner.next();
    while (this.#nextIs('key')) {
      const { place } = this.#scanner.next();
      const key = this.#nodeOrEmpty('mapping', place, 'key', 'value', 'block-end');
      node.pairs.push([key, this.#value('mapping', 'key', 'value', 'block-end')]);
    }
    this.#require('block-end', 'no key');
    return node;
  }

  #flowSequence(node: SequenceNode): SequenceNode {
    this.#flowItems('flow-sequence-end', () => {
      node.items.push(this.#nextIs('key') ? this.#flowPair() : this.#node('flow'));
    });
    return node;
  }

  /** `[a: b]` is a list of one mapping. */
  #flowPair(): MappingNode {
    const { place } = this.#scanner.next();
    const key = this.#nodeOrEmpty('flow', place, 'value', 'flow-entry', 'flow-sequence-end');
    return { kind: 'mapping', place, pairs: [[key, this.#value('flow', 'flow-entry', 'flow-sequence-end')]] };
  }

  #flowMapping(node: MappingNode): MappingNode {
    this.#flowItems('flow-mapping-end', () => {
      if (!this.#nextIs('key')) {
        const key = this.#node('flow');
        node.pairs.push([key, empty(this.#scanner.peek().place)]);
        return;
      }
      const { place } = this.#scanner.next();
      const key = this.#nodeOrEmpty('flow', place, 'value', 'flow-entry', 'flow-mapping-end');
      node.pairs.push([key, this.#value('flow', 'flow-entry', 'flow-mapping-end')]);
    });
    return node;
  }

  #flowItems(end: 'flow-sequence-end' | 'flow-mapping-end', readItem: () => void): void {
    this.#scanner.next();
    for (let first = true; !this.#nextIs(end); first = false) {
      if (!first) this.#require('flow-entry', 'no comma and no closing bracket');
      if (this.#nextIs(end)) break;
      readItem();
    }
    this.#scanner.next();
  }

  #value(within: Within, ...ends: readonly TokenType[]): YamlNode {
    const { place } = this.#scanner.peek();
    if (!this.#nextIs('value')) return empty(place);
    this.#scanner.next();
    return this.#nodeOrEmpty(within, place, ...ends);
  }

  #nodeOrEmpty(within: Within, place: Place, ...ends: readonly TokenType[]): YamlNode {
    return this.#nextIs(...ends) ? empty(place) : this.#node(within);
  }

  #nextIs(...types: readonly TokenType[]): boolean {
    return types.includes(this.#scanner.peek().type);
  }

  #require(type: TokenType, found: string): void {
    if (!this.#nextIs(type)) throw this.#unexpected(found);
    this.#scanner.next();
  }

  #unexpected(found: string): YamlError {
    return new YamlError(`has ${found} where one is expected`, this.#scanner.peek().place);
  }
}

function empty(place: Place): ScalarNode {
  return { kind: 'scalar', place, text: '', plain: true, tag: '' };
}
