// Where those parts of an object stand that are read without decoding it. Positions are from the object's start,
// what is cut out of it left out; -1 is absence.

import {
  labelsPlace,
  metadataPlace,
  namePlace,
  namespacePlace,
  uidPlace,
  versionPlace,
} from '../json/places.ts';

/** How many words `write` takes. */
export const placeWords = 12;

export class ObjectPlaces {
  readonly metadataStart: number;
  readonly metadataEnd: number;
  readonly labelsStart: number;
  readonly labelsEnd: number;
  readonly uidStart: number;
  readonly uidEnd: number;
  readonly versionStart: number;
  readonly versionEnd: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly namespaceStart: number;
  /** Where it starts, for an object that has none. */
  readonly namespaceEnd: number;

  private constructor(
    metadataStart: number,
    metadataEnd: number,
    labelsStart: number,
    labelsEnd: number,
    uidStart: number,
    uidEnd: number,
    versionStart: number,
    versionEnd: number,
    nameStart: number,
    nameEnd: number,
    namespaceStart: number,
    namespaceEnd: number,
  ) {
    this.metadataStart = metadataStart;
    this.metadataEnd = metadataEnd;
    this.labelsStart = labelsStart;
    this.labelsEnd = labelsEnd;
    this.uidStart = uidStart;
    this.uidEnd = uidEnd;
    this.versionStart = versionStart;
    this.versionEnd = versionEnd;
    this.nameStart = nameStart;
    this.nameEnd = nameEnd;
    this.namespaceStart = namespaceStart;
    this.namespaceEnd = namespaceEnd;
  }

  /** What the scan of an object found, of which is cut out what is between the cuts. */
  static of(found: Int32Array, cutStart: number, cutEnd: number): ObjectPlaces {
    const cut = cutEnd - cutStart;
    const place = (of: number): number => {
      const at = found[of] as number;
      return at >= cutEnd ? at - cut : at;
    };
    return new ObjectPlaces(
      place(metadataPlace),
      place(metadataPlace + 1),
      place(labelsPlace),
      place(labelsPlace + 1),
      place(uidPlace),
      place(uidPlace + 1),
      place(versionPlace),
      place(versionPlace + 1),
      place(namePlace),
      place(namePlace + 1),
      place(namespacePlace),
      place(namespacePlace + 1),
    );
  }

  static read(words: Int32Array, at: number): ObjectPlaces {
    return new ObjectPlaces(
      words[at] as number,
      words[at + 1] as number,
      words[at + 2] as number,
      words[at + 3] as number,
      words[at + 4] as number,
      words[at + 5] as number,
      words[at + 6] as number,
      words[at + 7] as number,
      words[at + 8] as number,
      words[at + 9] as number,
      words[at + 10] as number,
      words[at + 11] as number,
    );
  }

  /** Whether an object that starts at `start`, and of which this was written at `at`, has this key. */
  static hasKey(words: Int32Array, at: number, bytes: Uint8Array, start: number, key: string): boolean {
    const name = start + (words[at + namePlace] as number);
    const nameLength = (words[at + namePlace + 1] as number) - (words[at + namePlace] as number);
    const namespace = start + (words[at + namespacePlace] as number);
    const namespaceLength =
      (words[at + namespacePlace + 1] as number) - (words[at + namespacePlace] as number);
    const nameAt = namespaceLength === 0 ? 0 : namespaceLength + 1;
    if (key.length !== nameAt + nameLength) return false;
    // From the end, where keys differ most.
    for (let index = nameLength - 1; index >= 0; index -= 1)
      if (bytes[name + index] !== key.charCodeAt(nameAt + index)) return false;
    for (let index = 0; index < namespaceLength; index += 1)
      if (bytes[namespace + index] !== key.charCodeAt(index)) return false;
    return nameAt === 0 || key.charCodeAt(namespaceLength) === 0x2f;
  }

  write(words: Int32Array, at: number): void {
    words[at] = this.metadataStart;
    words[at + 1] = this.metadataEnd;
    words[at + 2] = this.labelsStart;
    words[at + 3] = this.labelsEnd;
    words[at + 4] = this.uidStart;
    words[at + 5] = this.uidEnd;
    words[at + 6] = this.versionStart;
    words[at + 7] = this.versionEnd;
    words[at + 8] = this.nameStart;
    words[at + 9] = this.nameEnd;
    words[at + 10] = this.namespaceStart;
    words[at + 11] = this.namespaceEnd;
  }
}
