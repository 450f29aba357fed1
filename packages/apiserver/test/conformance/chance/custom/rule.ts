// Rules in CEL for a schema, of which some are wrong.

import { isJsonObject, type Json, type JsonObject } from '../../../../src/json/json.ts';
import type { Chance } from '../chance.ts';

export function rulesFor(chance: Chance, schema: JsonObject): Json {
  const count = chance.one([1, 1, 2]);
  return Array.from({ length: count }, () => ruleFor(chance, schema));
}

function ruleFor(chance: Chance, schema: JsonObject): JsonObject {
  const isTransition = chance.is(0.25);
  const scope: Scope = { chance, depth: 3, count: { names: 0 }, old: isTransition };
  const rule = truth(scope, schema, 'self');
  const message = chance.one(['', '', 'm', ' m ', 'a\nb']);
  const expression = chance.is(0.15) ? messageFor(scope, schema) : '';
  const names = Object.keys(isJsonObject(schema['properties']) ? schema['properties'] : {});
  const path = chance.is(0.2) && names.length > 0 ? chance.one(pathsTo(chance.one(names))) : '';
  return {
    rule,
    ...(message !== '' && { message }),
    ...(expression !== '' && { messageExpression: expression }),
    ...(path !== '' && { fieldPath: path }),
    ...(chance.is(0.15) && {
      reason: chance.one([
        'FieldValueInvalid',
        'FieldValueForbidden',
        'FieldValueRequired',
        'FieldValueDuplicate',
        'Odd',
      ]),
    }),
    ...(chance.is(0.1) && { optionalOldSelf: chance.is(0.7) }),
  };
}

function pathsTo(name: string): readonly string[] {
  return [`.${name}`, `['${name}']`, `.${name}.a`, `.${name}[0]`, name, '.none', '..', `.${name}['x']`];
}

function messageFor(scope: Scope, schema: JsonObject): string {
  return scope.chance.one([
    `'no ' + string(self)`,
    `'a' + 'b'`,
    `''`,
    `'a\\nb'`,
    '1',
    'self',
    `'%s'.format([self])`,
    `${truth(scope, schema, 'self')} ? 'x' : 'y'`,
    'self.a',
    `['a'].join(',')`,
  ]);
}

interface Scope {
  readonly chance: Chance;
  readonly depth: number;
  readonly count: { names: number };
  readonly old: boolean;
}

const texts = `'a' '' 'foo' 'é' 'x'+'y' '1h' '10Mi' '1.2.3.4' 'http://a/b?c=d'`.split(' ');

/** An expression of a boolean about a value of the schema. */
function truth(scope: Scope, schema: Json | undefined, at: string): string {
  const { chance, depth } = scope;
  const inner = { ...scope, depth: depth - 1 };
  if (chance.is(0.04)) return chance.one(odd(at));
  if (scope.old && at === 'self' && chance.is(0.5))
    return chance.one([
      `${at} == oldSelf`,
      `${at} != oldSelf`,
      `${at} >= oldSelf`,
      'oldSelf.hasValue()',
      'oldSelf.optMap(o, o == self).orValue(true)',
      `type(oldSelf) == type(self)`,
    ]);
  if (depth > 0 && chance.is(0.25)) {
    const [one, other] = [truth(inner, schema, at), truth(inner, schema, at)];
    return chance.one([
      `${one} && ${other}`,
      `${one} || ${other}`,
      `!(${one})`,
      `(${one} ? ${other} : true)`,
    ]);
  }
  return chance.one(about(inner, isJsonObject(schema) ? schema : {}, at));
}

function odd(at: string): readonly string[] {
  return [
    `${at} == 1`,
    `${at} == 'a'`,
    at,
    `${at}.none`,
    `${at} ==`,
    `${at}.size()`,
    'unknown(self)',
    `${at} + ${at} == ${at}`,
    `'a' in ${at}`,
    `${at}[0] == 1`,
    `cel.bind(x, ${at}, x == x)`,
    `type(${at}) == string`,
    `dyn(${at}) == 1`,
    `has(${at}.a)`,
    `${at} == null`,
    `has(${at})`,
    '1/0 == 1',
    `${at}.?a.hasValue()`,
    `${at}.matches('(')`,
    'true',
    `'\\q' == 'a'`,
    '`a` == 1',
    `${at}.\`d-e\` == 'a'`,
  ];
}

function about(scope: Scope, schema: JsonObject, at: string): readonly string[] {
  const { chance } = scope;
  if (schema['x-kubernetes-int-or-string'] === true)
    return [
      `type(${at}) == int ? ${at} > 0 : ${at}.startsWith('1')`,
      `${at} == 1`,
      `${at} == '5'`,
      `${at} != null`,
    ];
  switch (schema['type']) {
    case 'string':
      return aboutText(schema, chance, at);
    case 'integer':
      return [
        `${at} > 1`,
        `${at} % 2 == 0`,
        `${at} * ${at} < 100`,
        `${at} in [1, 2]`,
        `string(${at}) != '1'`,
        `10 / ${at} > 1`,
        `double(${at}) < 1.5`,
        `${at} + 9223372036854775807 > 0`,
      ];
    case 'number':
      return [
        `${at} > 1.0`,
        `${at} < 2`,
        `int(${at}) == 1`,
        `${at} / 2.0 < 1.0`,
        `math.isFinite(${at})`,
        `string(${at}) != '1'`,
        `math.greatest(${at}, 1.0) == 1.0`,
      ];
    case 'boolean':
      return [at, `!${at}`, `${at} == true`];
    case 'array':
      return aboutList(scope, schema, at);
    case 'object':
      return aboutObject(scope, schema, at);
    default:
      return [
        `${at} == ${at}`,
        `type(${at}) == map`,
        `${at}.size() < 2`,
        `has(${at}.a) && ${at}.a == 1`,
        `${at}.all(k, k != 'a')`,
      ];
  }
}

function aboutText({ format }: JsonObject, chance: Chance, at: string): readonly string[] {
  if (format === 'date' || format === 'date-time')
    return [
      `${at}.getFullYear() > 2000`,
      `${at} > timestamp('2020-01-01T00:00:00Z')`,
      `${at}.getDayOfWeek('Europe/Berlin') == 1`,
      `string(${at}) != ''`,
      `${at} + duration('1h') > ${at}`,
    ];
  if (format === 'duration')
    return [`${at} > duration('1s')`, `${at}.getHours() == 1`, `string(${at}) == '1s'`];
  if (format === 'byte')
    return [`${at}.size() < 3`, `${at} == b'a'`, `string(${at}) == 'a'`, `base64.encode(${at}) != ''`];
  const other = chance.one(texts);
  return [
    `${at}.size() < 5`,
    `${at}.startsWith(${other})`,
    `${at}.matches('^[a-z]+$')`,
    `${at} != ${other}`,
    `${at} < ${other}`,
    `${at} + ${other} != 'aa'`,
    `${at}.contains(${other})`,
    `${at}.split('').size() < 3`,
    `${at}.replace('a', 'bb').size() < 4`,
    `${at}.upperAscii() == 'A'`,
    `${at}.lowerAscii() == ${at}`,
    `${at}.find('[0-9]+') == ''`,
    `${at}.findAll('[a-z]').size() < 2`,
    `int(${at}) > 1`,
    `isQuantity(${at}) && quantity(${at}).isGreaterThan(quantity('1'))`,
    `quantity(${at}).sign() == 1`,
    `isURL(${at})`,
    `url(${at}).getHost() == 'a'`,
    `isIP(${at}) || isCIDR(${at})`,
    `ip(${at}).family() == 4`,
    `duration(${at}) > duration('1s')`,
    `${at}.indexOf('a') == 0`,
    `${at}.substring(1) == 'b'`,
    `${at}.charAt(0) == 'a'`,
    `${at}.trim() == ${at}`,
    `'%s-%d'.format([${at}, 1]) != 'a-1'`,
    `format.dns1123Label().validate(${at}).hasValue()`,
    `!format.named('uri').value().validate(${at}).hasValue()`,
    `isSemver(${at})`,
    `semver(${at}).major() > 1`,
    `${at} in ['a', 'b']`,
  ];
}

function aboutList(scope: Scope, schema: JsonObject, at: string): readonly string[] {
  const plain = [
    `${at}.size() < 3`,
    `${at} == ${at}`,
    `${at}.isSorted()`,
    `${at}.sum() > 1`,
    `${at}.min() > 0`,
    `${at} == []`,
    `${at}.indexOf(1) == 0`,
    `(${at} + ${at}).size() < 5`,
    `${at}[0] == ${at}[1]`,
    `sets.contains(${at}, ${at})`,
    `${at}.distinct() == ${at}`,
    `${at}.flatten().size() < 3`,
  ];
  if (scope.depth <= 0) return plain;
  scope.count.names += 1;
  const name = `x${scope.count.names}`;
  const body = truth(scope, schema['items'], name);
  return [
    ...plain.slice(0, 3),
    scope.chance.one(plain),
    `${at}.all(${name}, ${body})`,
    `${at}.exists(${name}, ${body})`,
    `${at}.exists_one(${name}, ${body})`,
    `${at}.filter(${name}, ${body}).size() < 2`,
    `${at}.map(${name}, ${body}, ${name}).size() > 0`,
    `${at}.all(i, ${name}, ${body} || i > 1)`,
    `${at}.transformList(i, ${name}, ${body}).size() < 3`,
  ];
}

function aboutObject(scope: Scope, schema: JsonObject, at: string): readonly string[] {
  const additional = schema['additionalProperties'];
  if (additional !== undefined && scope.depth > 0) {
    scope.count.names += 1;
    const name = `k${scope.count.names}`;
    const body = truth(scope, additional, `${at}[${name}]`);
    return [
      `${at}.all(${name}, ${body})`,
      `${at}.exists(${name}, ${name} == 'a')`,
      `${at}.size() < 2`,
      `'a' in ${at}`,
      `has(${at}.a)`,
      `${at}.?a.hasValue()`,
      `${at}.all(k, v, k != 'a')`,
      `${at}.transformMap(k, v, k).size() < 2`,
    ];
  }
  const properties = Object.entries(isJsonObject(schema['properties']) ? schema['properties'] : {});
  if (properties.length === 0 || scope.depth <= 0) return [`${at} == ${at}`, `has(${at}.a)`, 'true'];
  const [name, property] = scope.chance.one(properties);
  const field = `${at}.${escaped(name)}`;
  const body = truth(scope, property, field);
  return [
    `has(${field}) && ${body}`,
    `!has(${field}) || ${body}`,
    `${at}.?${escaped(name)}.hasValue()`,
    body,
    `has(${field})`,
    `${at} == ${at}`,
    `${at}.?${escaped(name)}.optMap(x, x == x).orValue(false)`,
  ];
}

function escaped(name: string): string {
  if (name === 'in') return '__in__';
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}
