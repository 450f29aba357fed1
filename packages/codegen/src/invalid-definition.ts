/** What is said of a definition, or of a server's answer, that no types can be made of. */
import { KubeError, unprintable } from '@kube-rx/core';

/**
 * No types can be made of a CustomResourceDefinition, or of what a server says of its kinds. The message names it and
 * the field.
 *
 * @example crdModules([{ kind: 'CustomResourceDefinition' }]); // throws: it has no apiVersion
 */
export class InvalidDefinitionError extends KubeError {
  override readonly name = 'InvalidDefinitionError';
}

/** A value of a definition in a message: bounded, on one line. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return visible(JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value));
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
    default:
      return String(value);
  }
}

/** Text in which nothing is hidden, ends a line or turns its direction around: such characters as `\u202e`. */
export function visible(text: string): string {
  return text.replaceAll('\n', '\\u000a').replace(unprintable, (character) => {
    const digits = character.codePointAt(0)?.toString(16) ?? '';
    return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
  });
}
