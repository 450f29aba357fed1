// What a text means in YAML 1.1 as go-yaml v2 has it, with which Kubernetes reads all YAML.
// https://github.com/yaml/go-yaml/blob/v2.4.2/resolve.go

export interface Scalar {
  readonly type: 'null' | 'boolean' | 'integer' | 'float' | 'text';
  /** The text, or the JSON of anything else; for .inf and .nan, which JSON cannot say, `Infinity` and `NaN`. */
  readonly value: string;
}

const nothing = /^(~|null|Null|NULL|)$/;
const yes = /^(y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const no = /^(n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const notNumber = /^\.(nan|NaN|NAN)$/;
const infinity = /^[-+]?\.(inf|Inf|INF)$/;
const float = /^[-+]?(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?$/i;

/** How anything but a text begins. */
const hint = /^([-+.\d~yYnNtTfFoO]|$)/;
const usualInteger = /^(0|-?[1-9]\d{0,14})$/;

/** Of a text without quotes and tag. */
export function plainScalar(written: string): Scalar {
  if (!hint.test(written)) return textScalar(written);
  if (usualInteger.test(written)) return { type: 'integer', value: written };
  if (nothing.test(written)) return { type: 'null', value: 'null' };
  if (yes.test(written)) return { type: 'boolean', value: 'true' };
  if (no.test(written)) return { type: 'boolean', value: 'false' };
  if (notNumber.test(written)) return { type: 'float', value: 'NaN' };
  if (infinity.test(written))
    return { type: 'float', value: written.startsWith('-') ? '-Infinity' : 'Infinity' };
  return (/^[-+.\d]/.test(written) ? numberOf(written) : undefined) ?? textScalar(written);
}

/** Undefined where the text is not of the type that the tag says. Tags of one's own mean nothing. */
export function taggedScalar(tag: string, written: string): Scalar | undefined {
  const plain = plainScalar(written);
  switch (/^tag:yaml\.org,2002:(.*)$/.exec(tag)?.[1]) {
    case 'null':
      return plain.type === 'null' ? plain : undefined;
    case 'bool':
      return plain.type === 'boolean' ? plain : undefined;
    case 'int':
      return plain.type === 'integer' ? plain : undefined;
    case 'float':
      return plain.type === 'integer' || plain.type === 'float' ? { ...plain, type: 'float' } : undefined;
    case 'binary':
      return fromBase64(written);
    default:
      return textScalar(written);
  }
}

export function textScalar(text: string): Scalar {
  return { type: 'text', value: text };
}

function numberOf(written: string): Scalar | undefined {
  // Behind a leading point, an underscore must stand between two digits; elsewhere it may stand anywhere.
  const underscores = written.startsWith('.') ? /(?<=\d)_(?=\d)/g : /_/g;
  const digits = written.replace(underscores, '');
  const integer = integerOf(digits);
  if (integer !== undefined) return { type: 'integer', value: integer.toString() };
  const double = float.test(digits) ? Number(digits) : Number.NaN;
  if (!Number.isFinite(double)) return undefined;
  return { type: 'float', value: Object.is(double, -0) ? '-0' : String(double) };
}

/** Undefined beyond 64 bits: it is a float then, if it has that form. */
function integerOf(digits: string): bigint | undefined {
  const [, sign = '', number = ''] = /^([-+]?)(\d\w*)$/.exec(digits) ?? [];
  const magnitude = magnitudeOf(number);
  if (magnitude === undefined) return undefined;
  const value = sign === '-' ? -magnitude : magnitude;
  // Without a sign, it may be an unsigned one.
  const limit = sign === '' ? 2n ** 64n : 2n ** 63n;
  return value >= -(2n ** 63n) && value < limit ? value : undefined;
}

function magnitudeOf(number: string): bigint | undefined {
  // More digits than 64 bits have are no number, and take long to read.
  if (number.length > 66) return undefined;
  if (/^(0|[1-9]\d*|0x[\da-f]+|0b[01]+|0o[0-7]+)$/i.test(number)) return BigInt(number.toLowerCase());
  return /^0[0-7]+$/.test(number) ? BigInt(`0o${number}`) : undefined;
}

function fromBase64(written: string): Scalar | undefined {
  const compact = written.replace(/[\r\n]/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  const bytes = Uint8Array.from(atob(compact), (character) => character.charCodeAt(0));
  return textScalar(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
}
