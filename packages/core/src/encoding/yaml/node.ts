// What a document of YAML is made of, before its texts are given a meaning.

import type { Place } from './yaml-error.ts';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly text: string;
  /** Without quotes, so that the text decides what it is. */
  readonly plain: boolean;
  /** In full: `tag:yaml.org,2002:str`; `''` for none. */
  readonly tag: string;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly place: Place;
  readonly items: YamlNode[];
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly place: Place;
  readonly pairs: (readonly [key: YamlNode, value: YamlNode])[];
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly place: Place;
  readonly target: Exclude<YamlNode, AliasNode>;
}

export type YamlNode = ScalarNode | SequenceNode | MappingNode | AliasNode;
