// Where the parts of an object stand in its JSON. A place is two words: where the part starts and where it ends,
// counted from the start of the object; -1 where the object has no such part. Of the small objects within, only the
// start is kept: whoever reads one looks for its end. The scanners write places, records in slabs keep them. This file
// is also compiled by AssemblyScript, so it holds nothing but numbers.

export const metadataPlace = 0;
export const uidPlace = 2;
export const versionPlace = 4;
export const namePlace = 6;
export const namespacePlace = 8;
/** Only the start. */
export const labelsPlace = 10;
/** The owner reference that says `"controller": true`. Only the start. */
export const controllerPlace = 11;
/** How many words an object keeps: those of the places above. */
export const keptWords = 12;
/** The member `managedFields` and one comma beside it: the JSON is still valid without these bytes. */
export const cutPlace = 12;
/** The value of `kind`, whatever it is. */
export const kindPlace = 14;
/** How many words a scan writes. */
export const foundWords = 16;
