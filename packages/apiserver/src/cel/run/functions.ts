// What functions do, by their names.

import type { Steps } from '../../schema/steps.ts';
import { overloadsOf } from '../check/signatures.ts';
import type { CelType } from '../type.ts';
import {
  CelError,
  errorOr,
  ListValue,
  MapValue,
  noOverload,
  Opaque,
  Optional,
  StructValue,
  sizeOf,
  typeOf,
  type Value,
} from '../value.ts';
import { add, divide, modulo, multiply, negate, subtract, unsupported } from './arithmetic.ts';
import { toBool, toBytes, toDouble, toDuration, toInt, toText, toTimestamp, toUint } from './conversions.ts';
import { compare, isEqual } from './equality.ts';
import { addressFunctions, addressText } from './functions/addresses.ts';
import { authorizationFunctions } from './functions/authorization.ts';
import { clockFunctions } from './functions/clock.ts';
import {
  arg,
  type CallContext,
  type Implementation,
  type Implementations,
  textArg,
} from './functions/implementation.ts';
import { listFunctions } from './functions/lists.ts';
import { formatFunctions } from './functions/named-format.ts';
import { optionalFunctions } from './functions/optionals.ts';
import { quantityFunctions } from './functions/quantity.ts';
import { matchesFunction, regexFunctions } from './functions/regex.ts';
import { semverFunctions } from './functions/semver.ts';
import { stringFunctions } from './functions/strings.ts';
import { urlFunctions } from './functions/url.ts';

function comparison(name: string, holds: (order: number) => boolean): Implementation {
  return (args, { steps }) => {
    const [a, b] = [arg(args, 0), arg(args, 1)];
    if (!hasOrder(a)) return unsupported(name, a);
    const order = compare(a, b, steps);
    return order instanceof CelError ? order : holds(order);
  };
}

function hasOrder(value: Value): boolean {
  const { kind } = typeOf(value);
  return ordered.has(kind);
}

const ordered: ReadonlySet<string> = new Set(
  'bool bytes double duration int string timestamp uint'.split(' '),
);

function isIn(item: Value, container: Value, steps: Steps): Value {
  if (container instanceof MapValue) return container.find(item) !== undefined;
  if (!(container instanceof ListValue)) return errorOr(container);
  for (const one of container) if (isEqual(item, one, steps)) return true;
  return false;
}

function size(value: Value): Value {
  const count = value instanceof Opaque ? undefined : sizeOf(value);
  return count === undefined ? unsupported('size', value) : BigInt(count);
}

function text(part: (all: string, sought: string) => boolean): Implementation {
  return (args) => {
    const [all, sought] = [arg(args, 0), arg(args, 1)];
    if (typeof all !== 'string') return errorOr(all);
    return typeof sought === 'string' ? part(all, sought) : errorOr(sought);
  };
}

const identity: Implementation = (args) => arg(args, 0);

function converting(to: (value: Value) => Value): Implementation {
  return (args) => to(arg(args, 0));
}

// These judge the types of their arguments themselves.
const unguarded: Implementations = {
  '!_': (args) => {
    const value = arg(args, 0);
    return typeof value === 'boolean' ? !value : noOverload;
  },
  '-_': (args) => negate(arg(args, 0)),
  '_+_': (args, { steps }) => add(arg(args, 0), arg(args, 1), steps),
  '_-_': (args) => subtract(arg(args, 0), arg(args, 1)),
  '_*_': (args) => multiply(arg(args, 0), arg(args, 1)),
  '_/_': (args) => divide(arg(args, 0), arg(args, 1)),
  '_%_': (args) => modulo(arg(args, 0), arg(args, 1)),
  '_<_': comparison('_<_', (order) => order < 0),
  '_<=_': comparison('_<=_', (order) => order <= 0),
  '_>_': comparison('_>_', (order) => order > 0),
  '_>=_': comparison('_>=_', (order) => order >= 0),
  '@in': (args, { steps }) => isIn(arg(args, 0), arg(args, 1), steps),
  size: (args) => size(arg(args, 0)),
  type: (args) => typeOf(arg(args, 0)),
  dyn: identity,
  matches: matchesFunction,
  contains: text((all, part) => all.includes(part)),
  startsWith: text((all, part) => all.startsWith(part)),
  endsWith: text((all, part) => all.endsWith(part)),
};

const guarded: Implementations = {
  'jsonpatch.escapeKey': (args) => textArg(args, 0).replaceAll('~', '~0').replaceAll('/', '~1'),
  bool: converting(toBool),
  bytes: converting(toBytes),
  double: converting(toDouble),
  duration: converting(toDuration),
  int: converting(toInt),
  string: (args) => addressText(arg(args, 0)) ?? toText(arg(args, 0)),
  timestamp: converting(toTimestamp),
  uint: converting(toUint),
  ...addressFunctions,
  ...authorizationFunctions,
  ...clockFunctions,
  ...formatFunctions,
  ...listFunctions,
  ...optionalFunctions,
  ...quantityFunctions,
  ...regexFunctions,
  ...semverFunctions,
  ...stringFunctions,
  ...urlFunctions,
};

const all: ReadonlyMap<string, Implementation> = new Map(Object.entries({ ...guarded, ...unguarded }));
const unguardedNames: ReadonlySet<string> = new Set(Object.keys(unguarded));

export interface Invocation {
  readonly name: string;
  /** Those that the checker found possible. */
  readonly overloads: readonly string[];
  readonly isMember: boolean;
}

/** The values are none of errors. */
export function invoke(
  { name, overloads, isMember }: Invocation,
  args: readonly Value[],
  context: Pick<CallContext, 'steps'>,
): Value {
  const implementation = all.get(name);
  if (!implementation) return new CelError(`no such overload: ${name}`);
  if (unguardedNames.has(name)) return implementation(args, { ...context, overload: '' });
  const chosen = overloadsOf(name)?.find(
    (one) =>
      (overloads.length !== 1 || one.id === overloads[0]) &&
      one.isMember === isMember &&
      one.args.length === args.length &&
      one.args.every((type, index) => isOfType(arg(args, index), type)),
  );
  if (chosen) return implementation(args, { ...context, overload: chosen.id });
  return new CelError(`no such overload: ${name}(${args.map((one) => typeOf(one).name).join(', ')})`);
}

// Of a list or a map, the first that it holds is looked at.
function isOfType(value: Value, type: CelType): boolean {
  if (type.kind === 'dyn' || type.kind === 'parameter') return true;
  if (type.kind === 'opaque' && value instanceof Optional) return type.name === 'optional_type';
  if (type.kind === 'list')
    return value instanceof ListValue && (value.size === 0 || isOfType(value.at(0), type.first));
  if (type.kind === 'map') return value instanceof MapValue && !(value instanceof StructValue);
  const own = typeOf(value);
  return own.kind === type.kind && own.name === type.name;
}
