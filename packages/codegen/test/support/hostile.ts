// Definitions and answers of servers in which anything may stand anywhere.

import { fc } from '@fast-check/jest';

const attacks = [
  "'; globalThis.PWNED = 1; '",
  '"; globalThis.PWNED = 1; "',
  '`${globalThis.PWNED = 1}`',
  '*/ globalThis.PWNED = 1; /*',
  '**//** */',
  '*',
  '/',
  '\nglobalThis.PWNED = 1;\n',
  '\r\u2028globalThis.PWNED = 1;\u2029',
  '\u202e\u2066',
  '\ud800',
  '\\',
  "\\'",
  '//# sourceMappingURL=x',
  '} export const x = 1; interface Y {',
  '../../outside',
  '..\\..\\outside',
  '..',
  '.',
  '/etc/passwd',
  'C:\\x',
  'con',
  'aux.dev',
  'index.ts',
  'core',
  'meta',
  'apps',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'default',
  'class',
  'undefined',
  'NaN',
  '3d',
  '',
  ' ',
  'my-kind',
  'MyKind',
  'Resource',
  'CoreResource',
  'ObjectMeta',
  'a'.repeat(300),
];

export const hostileText = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.tuple(fc.constantFrom(...attacks), fc.constantFrom(...attacks)).map((both) => both.join('')),
);

const references = [
  'io.k8s.api.core.v1.ObjectReference',
  'io.k8s.api.apps.v1.DeploymentSpec',
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time',
  "io.k8s.api.core.v1.X' ; y",
  "io.k8s.api.x';y.v1.X",
  'io.k8s.api.__proto__.v1.X',
  'io.k8s.api.constructor.v1.X',
  'evil.dev.v1.Evil',
  'evil.dev.v1.Other',
  'evil.dev.v1.3Things',
  'evil.dev.v1.Time',
  'evil.dev.v1.',
];

export const hostileReference = fc.oneof(
  fc.constantFrom(...references.map((name) => `#/components/schemas/${name}`)),
  hostileText,
  hostileText.map((name) => `#/components/schemas/${name}`),
);

const hostileValue = fc.oneof(
  hostileText,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(Number.POSITIVE_INFINITY, -0, 1e300, 9007199254740993n, 10n ** 400n, null),
);

/** Most of it is a schema, and all of its texts are hostile. */
export const hostileSchema: fc.Arbitrary<unknown> = fc.letrec((tie) => {
  const schema = tie('schema');
  const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(value, { nil: undefined, freq: 3 });
  const object = fc.record(
    {
      $ref: optional(hostileReference),
      type: fc.constantFrom('object', 'object', 'string', 'array', 'integer', 'boolean', undefined),
      format: optional(fc.constantFrom('date-time', 'int-or-string')),
      description: optional(hostileText),
      default: optional(hostileValue),
      nullable: optional(fc.boolean()),
      enum: optional(fc.array(hostileValue, { maxLength: 3 })),
      required: optional(fc.array(hostileText, { maxLength: 3 })),
      properties: optional(fc.array(fc.tuple(hostileText, schema), { maxLength: 4 }).map(Object.fromEntries)),
      additionalProperties: optional(fc.oneof(fc.boolean(), schema)),
      items: optional(schema),
      allOf: optional(fc.array(schema, { maxLength: 2 })),
      anyOf: optional(fc.array(schema, { maxLength: 3 })),
      oneOf: optional(fc.array(schema, { maxLength: 3 })),
      not: optional(schema),
      'x-kubernetes-int-or-string': optional(fc.boolean()),
      'x-kubernetes-preserve-unknown-fields': optional(fc.boolean()),
      'x-kubernetes-embedded-resource': optional(fc.boolean()),
    },
    { requiredKeys: ['type'] },
  );
  return {
    schema: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.constant({ type: 'string' }), object),
  };
}).schema;

/** The value with something else in one of its places, or as it was. */
export function withAnythingAnywhere(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value);
  return fc
    .tuple(fc.nat(places.length), fc.oneof(hostileText, hostileReference, hostileValue, hostileSchema))
    .map(([at, other]) => {
      const place = places[at];
      return place === undefined ? value : replaced(value, place, other);
    });
}

type Path = readonly string[];

function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return other;
  if (Array.isArray(value))
    return value.map((item: unknown, at) => (String(at) === key ? replaced(item, rest, other) : item));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === key ? replaced(member, rest, other) : member,
    ]),
  );
}
