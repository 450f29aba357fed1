// How a write is to be made, whatever the verb.

import type { AdmissionRequest } from '../admission/attributes.ts';
import type { Ownership } from '../apply/ownership.ts';
import type { JsonObject } from '../json/json.ts';
import type { FieldValidation } from '../types/complaints.ts';

export interface WriteOptions {
  /** Do everything but store. */
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  /** Takes what the client should be told though the write succeeds. */
  readonly warnings: string[];
  readonly ownership: Ownership;
  /** By a config: what it sets to null has not been decoded, and stays null until it is validated. */
  readonly isApplied?: boolean;
  /** Who asks for it; undefined: the server itself, whose writes no plugin of admission sees. */
  readonly admission?: AdmissionRequest | undefined;
  /** Throws where the sender has not what the object gives to others. Default: nobody has sent it. */
  readonly grants?: ((object: JsonObject) => void) | undefined;
  /** Throws where the sender may not read what a valid object lets it read. Default: as for `grants`. */
  readonly reads?: ((object: JsonObject) => void) | undefined;
}

/** For writes that the server makes by itself. */
export function ownWrite(): WriteOptions {
  return { dryRun: false, fieldValidation: 'Ignore', warnings: [], ownership: { kind: 'none' } };
}
