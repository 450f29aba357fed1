// Lines that begin with %, and what they say of tags.

import type { Scanner } from './scanner.ts';
import type { Token } from './token.ts';
import { YamlError } from './yaml-error.ts';

/** What `!` and `!!` and those of a document's own stand for. */
export type TagHandles = ReadonlyMap<string, string>;

const standard = 'tag:yaml.org,2002:';

export function readDirectives(scanner: Scanner): TagHandles {
  const handles = new Map<string, string>();
  let version = false;
  while (scanner.peek().type === 'directive') {
    const { place, value } = scanner.next();
    const [, handle, prefix] = /^%TAG[ \t]+(!|![\w-]*!)[ \t]+([^ \t]+)$/.exec(value) ?? [];
    if (handle !== undefined && prefix !== undefined && !handles.has(handle)) handles.set(handle, prefix);
    else if (/^%YAML[ \t]+1\.1$/.test(value) && !version) version = true;
    else throw new YamlError('has a directive that YAML 1.1 does not have', place);
  }
  return handles;
}

export function resolveTag({ place, value }: Token, handles: TagHandles): string {
  if (value === '!') return value;
  if (value.startsWith('!<')) return value.slice(2, -1);
  const [, handle = '!', suffix = ''] = /^(![\w-]*!|!)(.*)$/s.exec(value) ?? [];
  const prefix = handles.get(handle) ?? { '!': '!', '!!': standard }[handle];
  if (prefix === undefined || suffix === '') throw new YamlError('has a tag that nothing declares', place);
  return prefix + suffix;
}
