// The names that a definition asks for. They become parts of paths, and words that users type.

import { type JsonObject, stringsAt, textAt } from '../json/json.ts';
import { type FieldFault, invalidValue, required } from '../status-error.ts';
import { wordComplaints } from '../validation/names.ts';

const field = 'spec.names';

/** `names`: with its defaults. */
export function definitionNameFaults(names: JsonObject): FieldFault[] {
  const [kind, listKind] = [textAt(names, 'kind'), textAt(names, 'listKind')];
  const missing = ['plural', 'singular', 'kind', 'listKind'].flatMap((key) =>
    textAt(names, key) === '' ? [required(`${field}.${key}`)] : [],
  );
  const lists = ['shortNames', 'categories'].flatMap((key) =>
    stringsAt(names, key).flatMap((name, at) => wordFaults(name, `${field}.${key}[${at}]`)),
  );
  const same = kind !== '' && kind === listKind;
  return [
    ...missing,
    ...['plural', 'singular'].flatMap((key) => givenFaults(textAt(names, key), key)),
    ...['kind', 'listKind'].flatMap((key) => kindFaults(textAt(names, key), key)),
    ...lists,
    ...(same ? [invalidValue(`${field}.listKind`, listKind, 'kind and listKind may not be the same')] : []),
  ];
}

function givenFaults(name: string, key: string): FieldFault[] {
  return name === '' ? [] : wordFaults(name, `${field}.${key}`);
}

function wordFaults(name: string, at: string): FieldFault[] {
  const complaints = wordComplaints(name);
  return complaints.length === 0 ? [] : [invalidValue(at, name, complaints.join(','))];
}

function kindFaults(kind: string, key: string): FieldFault[] {
  const complaints = kind === '' ? [] : wordComplaints(kind.toLowerCase());
  if (complaints.length === 0) return [];
  const why = `may have mixed case, but should otherwise match: ${complaints.join(',')}`;
  return [invalidValue(`${field}.${key}`, kind, why)];
}
