/**
 * What kinds may be called before code and paths are made of their names: as `defineResource` has it, and nothing that
 * a file cannot be called.
 */
import { isResourceName, type ResourceNamePart } from '@kube-rx/core';
import { shown } from './invalid-definition.ts';

const RULES: Readonly<Record<ResourceNamePart, string>> = {
  group: 'a DNS name in lower case',
  version: 'a DNS label in lower case, as v1',
  kind: 'letters, digits and dashes, a letter first, at most 63',
  plural: 'a DNS label in lower case',
};

/** What is wrong with a name, as the end of a sentence; undefined where nothing is. */
export function nameProblem(part: ResourceNamePart, text: unknown): string | undefined {
  if (text === undefined || text === null || (text === '' && part !== 'group')) return 'is missing';
  if (typeof text !== 'string' || !isResourceName(part, text)) return `is ${shown(text)}, not ${RULES[part]}`;
  if (part === 'group' && TAKEN.has(text)) return `is ${shown(text)}, which other files have already`;
  if ((part === 'group' || part === 'version') && DEVICE.test(text))
    return `is ${shown(text)}, which is the name of a device on Windows`;
  return undefined;
}

/** The folders of types that all groups share, and the index. */
const TAKEN = new Set(['core', 'meta', 'index.ts']);
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** What is wrong with the name of a subresource. */
export function subresourceProblem(name: unknown): string | undefined {
  const isName = typeof name === 'string' && name.length <= 253 && SUBRESOURCE.test(name);
  return isName ? undefined : `is ${shown(name)}, not letters, digits and dashes`;
}

const SUBRESOURCE = /^[A-Za-z0-9][-\w.]*(?:\/[A-Za-z0-9][-\w.]*)*$/;
