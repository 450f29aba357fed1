// Who signs the tokens of service accounts: its name, and the key by which its signatures are known.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/serviceaccount/jwt.go

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { JsonObject } from '../json/json.ts';
import { InvalidOptionError } from '../option-error.ts';

/** A key, and how it signs. */
export interface SigningKey {
  readonly algorithm: 'RS256' | 'ES256' | 'ES384' | 'ES512';
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Made from the public key. */
  readonly id: string;
}

const defaultIssuer = 'https://kubernetes.default.svc.cluster.local';

export class ServiceAccountIssuer {
  /** The `iss` of its tokens, and the audience of the server itself. */
  readonly issuer: string;
  #key: SigningKey | undefined;
  /** Whether the key was given, and is not to be taken from a saved state. */
  readonly #given: boolean;

  /**
   * `key`: a private key, PEM; without it, one is made when it is first needed.
   *
   * @throws InvalidOptionError for an issuer that is no https URL, and for what is no such key.
   */
  constructor(issuer: string = defaultIssuer, key?: string) {
    if (!isIssuer(issuer))
      throw new InvalidOptionError(
        'serviceAccountIssuer',
        `${JSON.stringify(issuer)} is no issuer of tokens for service accounts; give an https URL without query and fragment`,
      );
    this.issuer = issuer;
    this.#given = key !== undefined;
    if (key !== undefined) this.#key = signingKey(privateKeyIn(key));
  }

  get keyId(): string {
    return this.#signing.id;
  }

  get algorithm(): string {
    return this.#signing.algorithm;
  }

  /** The public key as a member of a JSON Web Key Set. */
  get publicJwk(): JsonObject {
    const { publicKey, id, algorithm } = this.#signing;
    const { kty = '', crv, x, y, n, e } = publicKey.export({ format: 'jwk' });
    const values = kty === 'RSA' ? { n, e } : { crv, x, y };
    const given = Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    );
    return { use: 'sig', kty, kid: id, alg: algorithm, ...Object.fromEntries(given) };
  }

  /** Whether there is a key to be kept. */
  get hasKept(): boolean {
    return this.#key !== undefined && !this.#given;
  }

  /** The private key as PEM, to be kept; undefined where it was given, or where none was needed yet. */
  get kept(): string | undefined {
    if (this.#given) return undefined;
    return this.#key?.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  /** Takes a key that was kept, unless one was given: tokens that it has signed are good again. */
  restore(kept: SigningKey): void {
    if (!this.#given) this.#key = kept;
  }

  /** A JSON Web Token with these claims. */
  signed(claims: JsonObject): string {
    const { algorithm, id, hash, privateKey } = this.#signing;
    const part = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: algorithm, kid: id })}.${part(claims)}`;
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${text}.${sign(hash, Buffer.from(text), key).toString('base64url')}`;
  }

  isSigned(text: string, signature: Uint8Array): boolean {
    const { hash, publicKey } = this.#signing;
    return verify(hash, Buffer.from(text), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
  }

  get #signing(): SigningKey {
    this.#key ??= signingKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    return this.#key;
  }
}

/** A key that was kept, as `kept` has it; undefined for what is none. */
export function readKept(kept: string): SigningKey | undefined {
  try {
    return signingKey(privateKeyIn(kept));
  } catch (error) {
    if (error instanceof InvalidOptionError) return undefined;
    throw error;
  }
}

function isIssuer(text: string): boolean {
  return /^https:\/\/[^?#\s]+$/.test(text) && URL.canParse(text);
}

function privateKeyIn(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // The cause may tell of the key.
    throw notAKey();
  }
}

function notAKey(): InvalidOptionError {
  return new InvalidOptionError(
    'serviceAccountKey',
    'this is no private key that signs tokens; give one of RSA, or of the curves P-256, P-384 and P-521, as PEM',
  );
}

function signingKey(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const id = createHash('sha256').update(spki).digest('base64url');
  return { ...algorithmOf(privateKey), privateKey, publicKey, id };
}

function algorithmOf({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: KeyObject): Pick<SigningKey, 'algorithm' | 'hash'> {
  if (asymmetricKeyType === 'rsa') return { algorithm: 'RS256', hash: 'sha256' };
  switch (asymmetricKeyDetails?.namedCurve) {
    case 'prime256v1':
      return { algorithm: 'ES256', hash: 'sha256' };
    case 'secp384r1':
      return { algorithm: 'ES384', hash: 'sha384' };
    case 'secp521r1':
      return { algorithm: 'ES512', hash: 'sha512' };
    default:
      throw notAKey();
  }
}
