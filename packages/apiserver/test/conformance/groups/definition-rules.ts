import { definitions } from '../objects.ts';
import type { Group } from '../session.ts';

const quantity =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

// Definitions that are refused are not stored, and what they say is not served.
export const group: Group = async (t) => {
  const own = `${t.namespace}.example.com`;
  const schema = (properties: object = {}): object => ({
    openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } },
  });
  const version = (more: object = {}): object => ({
    name: 'v1',
    served: true,
    storage: true,
    schema: schema(),
    ...more,
  });
  const define = (spec: object, metadata: object = {}, ask: object = {}): Promise<unknown> => {
    const names = { plural: 'gears', kind: 'Gear', ...('names' in spec && (spec.names as object)) };
    const complete = { group: own, scope: 'Namespaced', versions: [version()], ...spec, names };
    return t.post(
      definitions,
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `${names.plural}.${complete.group}`, ...metadata },
        spec: complete,
      },
      ask,
    );
  };
  const text = (pattern: string): object => ({ type: 'string', pattern });

  for (const pattern of [
    '(?!a)',
    '(a)\\1',
    'a{1001}',
    'a**',
    '[b-a]',
    '(?P<n',
    '\\Z',
    '\\p{Foo}',
    '(',
    ')',
    '[',
    '+',
  ])
    await define({ versions: [version({ schema: schema({ a: text(pattern) }) })] });
  await define({
    versions: [
      version({
        schema: schema({
          a: { type: 'array', items: text('[') },
          b: { type: 'object', additionalProperties: text('(') },
          c: { type: 'string', anyOf: [{ pattern: '*' }], allOf: [{ pattern: ')' }], not: { pattern: '?' } },
        }),
      }),
    ],
  });
  await define({
    versions: [version(), version({ name: 'v2', storage: false, schema: schema({ a: text('[') }) })],
  });
  await define({ versions: [] }, {}, {});
  await define({ group: '' });
  await define({ group: 'apps', names: { plural: 'deployments', kind: 'Deployment' } });
  await define({ group: 'single' });
  await define({ group: 'UPPER.example.com' });
  await define({ group: 'a..example.com' });
  await define({ group: '__proto__' });
  for (const plural of ['a/b', '__proto__', 'Gears', '', 'a.b', '9a', 'a'.repeat(64), '..'])
    await define({ names: { plural } });
  await define({ names: { kind: '' } });
  await define({ names: { kind: 'a b', listKind: 'a/b' } });
  await define({ names: { kind: '__proto__' } });
  await define({ names: { kind: 'Gear', listKind: 'Gear' } });
  await define({ names: { singular: 'A', shortNames: ['ok', 'B', 'c/d'], categories: ['all', '..'] } });
  await define({ scope: 'Everywhere' });
  await define({ scope: '' });
  await define({}, { name: 'other.example.com' });
  for (const name of ['', 'V1', '1', 'v1/x', '__proto__']) await define({ versions: [version({ name })] });
  await define({ versions: [version({ schema: undefined })] });
  await define({ versions: [version({ schema: {} })] });
  await define({ versions: [version({ deprecationWarning: 'old' })] });
  await define({ versions: [version({ deprecated: true, deprecationWarning: '' })] });
  await define({ versions: [version({ deprecated: true, deprecationWarning: 'a\nb' })] });
  await define({ preserveUnknownFields: true });
  for (const annotation of [
    undefined,
    '',
    'unapproved, for a test',
    'https://example.com/1',
    'example.com',
    'x',
  ])
    await define(
      { group: `${t.namespace}.k8s.io` },
      annotation === undefined ? {} : { annotations: { 'api-approved.kubernetes.io': annotation } },
      { query: { dryRun: 'All' }, only: ['kind'] },
    );
  await define({ group: 'k8s.io' });
  await define({ group: 'kubernetes.io' });
  await define({ group: `${t.namespace}.kubernetes.io` });
  await define({ group: `${t.namespace}k8s.io` }, {}, { query: { dryRun: 'All' }, only: ['kind'] });
  await t.get(`${definitions}/gears.${own}`);
  await t.get(`/apis/${own}`);

  await define(
    { versions: [version({ schema: schema({ a: text(quantity), b: text('(?i)^on$') }) })] },
    {},
    {
      quiet: true,
    },
  );
  const at = `${definitions}/gears.${own}`;
  await t.json(at, [
    { op: 'add', path: '/spec/versions/0/schema/openAPIV3Schema/properties/x', value: text('[') },
  ]);
  await t.json(at, [{ op: 'replace', path: '/spec/names/singular', value: 'A/B' }]);
  await t.json(at, [{ op: 'replace', path: '/spec/versions/0/name', value: 'v2' }]);
  await t.json(at, [{ op: 'replace', path: '/spec/names/plural', value: 'others' }]);
  await t.get(at, {}, { only: ['spec'] });
};
