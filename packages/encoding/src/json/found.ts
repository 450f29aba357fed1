// What the scan of an object finds, as numbers: each a position from where the object starts, or -1 for absence.

/** Where in `found` each position is; the first ones are those that `ObjectPlaces` keeps, in its order. */
export const Found = {
  metadataStart: 0,
  metadataEnd: 1,
  labelsStart: 2,
  labelsEnd: 3,
  uidStart: 4,
  uidEnd: 5,
  versionStart: 6,
  versionEnd: 7,
  nameStart: 8,
  nameEnd: 9,
  namespaceStart: 10,
  namespaceEnd: 11,
  /** The member `managedFields` and one comma beside it: without these bytes the text is valid still. */
  cutStart: 12,
  cutEnd: 13,
  /** The value of `kind`, whatever it is. */
  kindStart: 14,
  kindEnd: 15,
} as const;

export const foundWords = 16;
