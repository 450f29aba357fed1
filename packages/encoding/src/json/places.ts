// Where the parts of an object stand in its JSON. A place is two words: where the part starts and where it ends,
// counted from the start of the object; -1 where the object has no such part. The scanners write places, records in
// slabs keep them. This file is also compiled by AssemblyScript, so it holds nothing but numbers.

export const metadataPlace = 0;
export const labelsPlace = 2;
export const uidPlace = 4;
export const versionPlace = 6;
export const namePlace = 8;
export const namespacePlace = 10;
/** The owner reference that says `"controller": true`. */
export const controllerPlace = 12;
/** How many words an object keeps: those of the places above. */
export const keptWords = 14;
/** The member `managedFields` and one comma beside it: the JSON is still valid without these bytes. */
export const cutPlace = 14;
/** The value of `kind`, whatever it is. */
export const kindPlace = 16;
/** How many words a scan writes. */
export const foundWords = 18;
