// The names that a definition asks for, or was given. They become parts of paths, and words that users type.

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { wordComplaints } from '../../validation/names.ts';

/** Those that every definition needs; `names`: with its defaults. */
export function missingNameFaults(names: Field): FieldFault[] {
  return ['plural', 'singular', 'kind', 'listKind']
    .map((key) => names.at(key))
    .flatMap((name) => (name.text === '' ? [name.required()] : []));
}

export function nameFaults(names: Field): FieldFault[] {
  const [kind, listKind] = [names.at('kind'), names.at('listKind')];
  const isSame = kind.text !== '' && kind.text === listKind.text;
  return [
    ...['plural', 'singular'].flatMap((key) => (names.at(key).text === '' ? [] : wordFaults(names.at(key)))),
    ...[kind, listKind].flatMap(kindFaults),
    ...names.at('shortNames').items.flatMap(wordFaults),
    ...(isSame ? [listKind.invalid('kind and listKind may not be the same')] : []),
    ...names.at('categories').items.flatMap(wordFaults),
  ];
}

function wordFaults(name: Field): FieldFault[] {
  const complaints = wordComplaints(name.text);
  return complaints.length === 0 ? [] : [name.invalid(complaints.join(','))];
}

function kindFaults(kind: Field): FieldFault[] {
  const complaints = kind.text === '' ? [] : wordComplaints(kind.text.toLowerCase());
  if (complaints.length === 0) return [];
  return [kind.invalid(`may have mixed case, but should otherwise match: ${complaints.join(',')}`)];
}
