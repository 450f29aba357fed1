// What stands before a value: `&anchor`, `!tag`; and `*alias`.

import { type Cursor, isBlankOrEnd, isWord } from './cursor.ts';
import { YamlError } from './yaml-error.ts';

/** The name behind `&` or `*`. */
export function scanName(cursor: Cursor): string {
  const { place } = cursor;
  cursor.skip();
  const name = cursor.skipWhile(isWord);
  if (name === '' || !(isBlankOrEnd(cursor.peek()) || '?:,]}%@`'.includes(cursor.peek())))
    throw new YamlError('has an anchor or alias without a proper name', place);
  return name;
}

/** As it is written: `!!str`, `!<tag:yaml.org,2002:str>`, `!mine`. */
export function scanTag(cursor: Cursor): string {
  const { place } = cursor;
  const [tag = ''] =
    /^!(<[^>\s]+>|[\w-]*!?[-\w;/?:@&=+$,.!~*'()[\]%]*)/.exec(
      cursor.text.slice(cursor.at, cursor.at + 1024),
    ) ?? [];
  cursor.skip(tag.length);
  if (!isBlankOrEnd(cursor.peek())) throw new YamlError('has a malformed tag', place);
  return tag;
}
