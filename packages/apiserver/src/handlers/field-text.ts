// A field selector as the text of a request, refused in the words of the real server.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/fields/selector.go

import { type FieldRequirement } from '@kube-rx/core';
import { badRequest } from '../status-error.ts';

/** Its terms in the order of their texts, whatever their fields are. @throws StatusError: a 400 where it cannot be read. */
export function readFieldSelector(text: string): FieldRequirement[] {
  return termsIn(text)
    .sort()
    .map((term) => {
      const found = /==|!=|=/.exec(term);
      if (!found) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      const [operator] = found;
      return {
        field: term.slice(0, found.index),
        operator: operator === '!=' ? '!=' : '=',
        value: unescaped(term.slice(found.index + operator.length)),
      };
    });
}

// What stands between commas that no backslash escapes.
function termsIn(text: string): string[] {
  return text.match(/(?:\\.?|[^\\,])+/gs) ?? [];
}

function unescaped(value: string): string {
  return value.replace(/\\(.?)|=/gsu, (all: string, escaped: string | undefined) => {
    if (escaped === undefined)
      throw badRequest(`invalid field selector: unescaped character in value: ${all.charCodeAt(0)}`);
    if (escaped !== '' && '\\,='.includes(escaped)) return escaped;
    throw badRequest(`invalid field selector: invalid escape sequence: ${all}`);
  });
}
