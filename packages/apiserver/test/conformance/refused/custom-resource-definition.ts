import { definitions } from '../objects.ts';
import { isRefused, isTaken, refusals, type Variants } from '../refusals.ts';
import type { Group, Session } from '../session.ts';

const version = (schema: object, more: object = {}): object => ({
  name: 'v1',
  served: true,
  storage: true,
  schema: { openAPIV3Schema: schema },
  ...more,
});
const versions = (...all: readonly object[]): object => ({ spec: { versions: all } });
const root = (schema: object, more: object = {}): object => versions(version(schema, more));
const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
/** A schema of which one property is as given. */
const of = (property: object, more: object = {}): object => root(object({ a: property }), more);
const text = { type: 'string' };
const array = (items: object, more: object = {}): object => ({ type: 'array', items, ...more });
const scale = (specReplicasPath: string, statusReplicasPath: string, more: object = {}): object =>
  of(text, { subresources: { status: {}, scale: { specReplicasPath, statusReplicasPath, ...more } } });
const columns = (...additionalPrinterColumns: readonly object[]): object =>
  of(text, { additionalPrinterColumns });
const selecting = (...paths: readonly string[]): object =>
  root(
    object({
      a: text,
      o: object({ n: { type: 'integer' }, x: { type: 'number' } }),
      m: { type: 'object', additionalProperties: text },
    }),
    {
      selectableFields: paths.map((jsonPath) => ({ jsonPath })),
    },
  );
const converting = (webhook: object | undefined, strategy = 'Webhook'): object => ({
  spec: { conversion: { strategy, webhook } },
});
const hook = (clientConfig: object, conversionReviewVersions: readonly string[] = ['v1']): object =>
  converting({ clientConfig, conversionReviewVersions });
const at = (url: string): object => hook({ url });
const service = (more: object): object => hook({ service: { namespace: 'n', name: 's', ...more } });
const list = (more: object, items: object = object({ k: text }, { required: ['k'] })): object =>
  of(array(items, more));
const map = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] };
const embedded = { 'x-kubernetes-embedded-resource': true };
const keep = { 'x-kubernetes-preserve-unknown-fields': true };
const either = { 'x-kubernetes-int-or-string': true };
const ruled = (rule: object): object => of({ ...object({ b: text }), 'x-kubernetes-validations': [rule] });

const valid = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gauges.refused.example.com' },
  spec: {
    group: 'refused.example.com',
    scope: 'Namespaced',
    names: { plural: 'gauges', kind: 'Gauge' },
    versions: [version(object({ spec: object({ a: text }) }))],
  },
};

const structural: Variants = {
  'no type at the root': root({ properties: { a: text } }),
  'an array at the root': root(array(text)),
  'a property without a type': of({ description: 'a' }),
  'items without a type': of(array({ description: 'a' })),
  'an array without items': of({ type: 'array' }),
  'additional properties at the root': root({ type: 'object', additionalProperties: text }),
  'additional properties without a type': of({ type: 'object', additionalProperties: {} }),
  'properties and additional ones': of({ ...object({ b: text }), additionalProperties: text }),
  'properties and no other ones': of({ ...object({ b: text }), additionalProperties: false }),
  'a type that is none': of({ type: 'text' }),
  'the type null': of({ type: 'null' }),
  'a reference': of({ $ref: '#/definitions/a' }),
  'an id': of({ type: 'string', id: 'a' }),
  'a schema of schemas': of({ type: 'string', $schema: 'a' }),
  definitions: root(object({ a: text }, { definitions: { b: text } })),
  dependencies: of({ ...object({ b: text }), dependencies: { b: ['c'] } }),
  'patterns of properties': of({ type: 'object', patternProperties: { '^a': text } }),
  'additional items': of(array(text, { additionalItems: false })),
  'a list of items': of({ type: 'array', items: [text] }),
  'unique items': of(array(text, { uniqueItems: true })),
  'nullable at the root': root(object({}, { nullable: true })),
  'unknown fields not kept': of({ type: 'object', 'x-kubernetes-preserve-unknown-fields': false }),
  'a number or text that keeps fields': of({ ...either, ...keep }),
  'a number or text that is a resource': of({ ...either, ...embedded, type: 'object', ...keep }),
  'a resource without a type': of({ ...embedded, ...keep }),
  'a resource that is text': of({ ...text, ...embedded, ...keep }),
  'a resource without properties': of({ type: 'object', ...embedded }),
  'a resource of additional properties': of({
    type: 'object',
    ...embedded,
    ...keep,
    additionalProperties: text,
  }),
  'a resource within metadata': root(
    object({ a: object({ metadata: { type: 'object', ...embedded, ...keep } }, embedded) }),
  ),
  'a kind that is a number': root(object({ kind: { type: 'integer' } })),
  'an apiVersion that is an object': root(object({ apiVersion: { type: 'object' } })),
  'metadata that is text': root(object({ metadata: text })),
  'metadata with labels': root(object({ metadata: object({ labels: { type: 'object' } }) })),
  'metadata with a description': root(object({ metadata: { type: 'object', description: 'a' } })),
  'a branch with a type': of({ ...text, anyOf: [{ type: 'string' }] }),
  'a branch with a default': of({ ...text, allOf: [{ default: 'a' }] }),
  'a branch with words': of({ ...text, oneOf: [{ title: 'a', description: 'b' }] }),
  'a branch that is nullable': of({ ...text, not: { nullable: true } }),
  'a branch with additional properties': of({
    ...object({ b: text }),
    anyOf: [{ additionalProperties: {} }],
  }),
  'a branch with extensions': of({
    ...object({ b: text }),
    allOf: [{ ...keep, ...embedded, ...either, ...map }],
  }),
  'a branch about metadata': root(object({ a: text }, { not: { properties: { metadata: {} } } })),
  'a branch about what is not there': root(object({ b: text }, { anyOf: [{ properties: { c: {} } }] })),
  'a branch about items of no list': root(
    object({ b: text }, { allOf: [{ properties: { b: { items: {} } } }] }),
  ),
  'a branch within a branch': of({ ...text, anyOf: [{ allOf: [{ not: { type: 'string' } }] }] }),
  'a pattern that is none': of({ ...text, pattern: '[' }),
  'patterns that are none in branches': of({ ...text, allOf: [{ pattern: '(' }], not: { pattern: ')' } }),
};

const lists: Variants = {
  'a list type of text': of({ ...text, 'x-kubernetes-list-type': 'set' }),
  'a list type of anything': of({ ...keep, 'x-kubernetes-list-type': 'atomic' }),
  'a list type that is none': list({ 'x-kubernetes-list-type': 'bag' }),
  'a map type of text': of({ ...text, 'x-kubernetes-map-type': 'atomic' }),
  'a map type that is none': of({ ...object({ b: text }), 'x-kubernetes-map-type': 'loose' }),
  'a set of objects': list({ 'x-kubernetes-list-type': 'set' }),
  'a set of sets': list(
    { 'x-kubernetes-list-type': 'set' },
    array(text, { 'x-kubernetes-list-type': 'set' }),
  ),
  'a set of what may be null': list({ 'x-kubernetes-list-type': 'set' }, { ...text, nullable: true }),
  'keys without a list type': list({ 'x-kubernetes-list-map-keys': ['k'] }),
  'keys of a set': list({ 'x-kubernetes-list-type': 'set', 'x-kubernetes-list-map-keys': ['k'] }, text),
  'a map without keys': list({ 'x-kubernetes-list-type': 'map' }),
  'a map of texts': list(map, text),
  'a map by what is no property': list({ ...map, 'x-kubernetes-list-map-keys': ['x'] }),
  'a map by the same key twice': list({ ...map, 'x-kubernetes-list-map-keys': ['k', 'k'] }),
  'a map by an object': list(map, object({ k: object({}) }, { required: ['k'] })),
  'a map by a key that may be missing': list(map, object({ k: text })),
  'a map by a key that may be null': list(
    map,
    object({ k: { ...text, nullable: true } }, { required: ['k'] }),
  ),
  'a map of what may be null': list(map, object({ k: text }, { required: ['k'], nullable: true })),
};

const defaults: Variants = {
  'a default of another type': of({ ...text, default: 5 }),
  'a default with unknown fields': of({ ...object({ b: text }), default: { c: 1 } }),
  'a default that is too long': of({ ...text, maxLength: 1, default: 'ab' }),
  'a default that is too large': of({ type: 'integer', maximum: 1, default: 2 }),
  'a default that is none of the values': of({ ...text, enum: ['a', 'b'], default: 'c' }),
  'a default without what is required': of({ ...object({ b: text }, { required: ['b'] }), default: {} }),
  'a default with a wrong field': of({ ...object({ b: text }), default: { b: 1 } }),
  'a default of another format': of({ ...text, format: 'ipv4', default: 'x' }),
  'a default in top-level metadata': root(object({ metadata: object({ name: { ...text, default: 'a' } }) })),
  'a default of the kind': root(object({ kind: { ...text, default: 'Gauge' } })),
  'a default resource without a kind': of({
    ...object({}, embedded),
    ...keep,
    default: { apiVersion: 'v1' },
  }),
  'a default resource with a wrong label': of({
    ...object({}, embedded),
    ...keep,
    default: { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { 'a b': 'c' } } },
  }),
  'a default within embedded metadata': of(
    object({ metadata: object({ name: { ...text, default: 'a/b' } }) }, embedded),
  ),
  'a default of an item': of(array({ ...text, default: 1 })),
};

const conversions: Variants = {
  'a strategy that is none': converting(undefined, 'Manual'),
  'no strategy': converting(undefined, ''),
  'a webhook that is not used': converting({ conversionReviewVersions: ['v1'] }, 'None'),
  'a client that is not used': converting(
    { clientConfig: { url: 'https://a' }, conversionReviewVersions: [] },
    'None',
  ),
  'no webhook': converting(undefined),
  'no client': converting({ conversionReviewVersions: ['v1'] }),
  'neither a service nor a url': hook({}),
  'a service and a url': hook({ url: 'https://a', service: { namespace: 'n', name: 's' } }),
  'a url without tls': at('http://a.example.com'),
  'a url without a host': at('https:///path'),
  'a url with a user': at('https://me@a.example.com'),
  'a url with a password': at('https://me:pw@a.example.com'),
  'a url with a query': at('https://a.example.com/?a=b'),
  'a url with a fragment': at('https://a.example.com/#a'),
  'a url that is none': at('https://a b'),
  'a url with a wrong escape': at('https://a/%zz'),
  'a url with a wrong port': at('https://a:x'),
  'a service without a name': service({ name: '' }),
  'a service without a namespace': service({ namespace: '' }),
  'a port of 0': service({ port: 0 }),
  'a port that is too large': service({ port: 70_000 }),
  'a path without a slash': service({ path: 'a' }),
  'a path with two slashes': service({ path: '/a//b' }),
  'a path of two slashes': service({ path: '//' }),
  'a path with capitals': service({ path: '/A/b' }),
  'no reviews': hook({ url: 'https://a' }, []),
  'reviews that are not known': hook({ url: 'https://a' }, ['v3', 'v4']),
  'a review twice': hook({ url: 'https://a' }, ['v1', 'v1']),
  'a review that is no name': hook({ url: 'https://a' }, ['v1', 'V 2']),
};

const shown: Variants = {
  'a column without a name': columns({ name: '', type: 'string', jsonPath: '.a' }),
  'a column without a type': columns({ name: 'a', type: '', jsonPath: '.a' }),
  'a column of another type': columns({ name: 'a', type: 'text', jsonPath: '.a' }),
  'a column of another format': columns({ name: 'a', type: 'string', format: 'ipv4', jsonPath: '.a' }),
  'a column without a path': columns({ name: 'a', type: 'string', jsonPath: '' }),
  'a column with a path that is none': columns({ name: 'a', type: 'string', jsonPath: 'a' }),
  'a scale of the status': scale('.status.replicas', '.spec.replicas'),
  'a scale without paths': scale('', ''),
  'a scale with paths that are none': scale('spec.replicas', 'status'),
  'a scale with the path to the spec': scale('.spec', '.status'),
  'a selector elsewhere': scale('.spec.r', '.status.r', { labelSelectorPath: '.metadata.s' }),
  'a selector with a path that is none': scale('.spec.r', '.status.r', { labelSelectorPath: 's' }),
  'fields in metadata': selecting('.metadata.name'),
  'fields that are not there': selecting('.b'),
  'fields that are objects': selecting('.o'),
  'fields that are fractions': selecting('.o.x'),
  'the same field twice': selecting('.a', '.a'),
  'a field without a path': selecting(''),
  'a field with a path that is none': selecting('a'),
  'a field in brackets': selecting(".o['n']"),
  'a path that ends early': selecting('.o.'),
  'nine fields': root(object(Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`f${n}`, text]))), {
    selectableFields: Array.from({ length: 9 }, (_, n) => ({ jsonPath: `.f${n}` })),
  }),
  'an enumeration at the root with a status': root(object({ a: text }, { minProperties: 1 }), {
    subresources: { status: {} },
  }),
  'an array at the root with a status': root(array(text), { subresources: { status: {} } }),
};

const rules: Variants = {
  'a rule that is empty': ruled({ rule: ' ' }),
  'a message that is empty': ruled({ rule: 'true', message: ' ' }),
  'a message of two lines': ruled({ rule: 'true', message: 'a\nb' }),
  'a rule of two lines': ruled({ rule: 'true &&\ntrue' }),
  'a message expression that is empty': ruled({ rule: 'true', messageExpression: ' ' }),
  'a reason that is none': ruled({ rule: 'true', reason: 'Because' }),
  'a path that is empty': ruled({ rule: 'true', fieldPath: ' ' }),
  'a path of two lines': ruled({ rule: 'true', fieldPath: '.b\n' }),
  'a path to nowhere': ruled({ rule: 'true', fieldPath: '.c' }),
  'a rule in a branch': of({ ...text, allOf: [{ 'x-kubernetes-validations': [{ rule: 'true' }] }] }),
};

const several: Variants = {
  'a schema in one of two versions': versions(
    version(object({ a: array({}) })),
    version(object({ a: text }), { name: 'v2', storage: false }),
  ),
  'a wrong schema in both': versions(
    version(object({ a: {} })),
    version(object({ a: {} }), { name: 'v2', storage: false }),
  ),
  'other columns in each': versions(
    version(object({ a: text }), { additionalPrinterColumns: [{ name: 'a', type: 'x', jsonPath: '.a' }] }),
    version(object({ a: text }), { name: 'v2', storage: false }),
  ),
  'other fields in each': versions(
    version(object({ a: text }), { selectableFields: [{ jsonPath: '.a' }] }),
    version(object({ a: text }), { name: 'v2', storage: false }),
  ),
  'no schema in one of two': versions(version(object({ a: text })), {
    name: 'v2',
    served: true,
    storage: false,
  }),
  'a long warning': of(text, { deprecated: true, deprecationWarning: 'x'.repeat(257) }),
  'unknown fields kept, with defaults': {
    spec: { preserveUnknownFields: true, versions: [version(object({ a: { ...text, default: 'b' } }))] },
  },
  'unknown fields kept, with a conversion': {
    spec: {
      preserveUnknownFields: true,
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { url: 'https://a' }, conversionReviewVersions: ['v1'] },
      },
    },
  },
  'a name to be made up': { metadata: { generateName: 'a' } },
  'kind and list alike, and a wrong category': {
    spec: { names: { listKind: 'Gauge', shortNames: ['A'], categories: ['B'] } },
  },
};

const taken: Variants = {
  'numbers or texts': of({ ...either, anyOf: [{ type: 'integer' }, { type: 'string' }] }),
  'numbers or texts in all': of({
    ...either,
    allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { pattern: '^a' }],
  }),
  'additional properties': of({ type: 'object', additionalProperties: true }),
  'no additional properties': of({ type: 'object', additionalProperties: false }),
  'an embedded resource': of(object({ spec: object({ b: text }) }, embedded)),
  'an embedded resource that keeps fields': of({ type: 'object', ...embedded, ...keep }),
  'metadata with a name': root(object({ metadata: object({ name: { ...text, maxLength: 5 } }) })),
  'a set': list({ 'x-kubernetes-list-type': 'set' }, text),
  'a set of atomic objects': list(
    { 'x-kubernetes-list-type': 'set' },
    object({ k: text }, { 'x-kubernetes-map-type': 'atomic' }),
  ),
  'a map': list(map),
  'a map by a default': list(map, object({ k: { ...text, default: 'a' } })),
  'a default of a whole object': of({ ...object({ b: text }), default: { b: 'c' } }),
  'a default that is a number or text': of({ ...either, default: true }),
  'a default that is null': of({ ...text, nullable: true, default: null }),
  'a default within a default': of({ ...object({ b: { ...text, default: 'c' } }), default: {} }),
  'a format that nobody knows': of({ ...text, format: 'fancy' }),
  'a branch of a property about what is not there': of({
    ...object({ b: text }),
    anyOf: [{ properties: { c: {} } }],
  }),
  'a branch of a property about items of no list': of({ ...text, anyOf: [{ items: {} }] }),
  branches: of({
    ...object({ b: text }),
    anyOf: [{ required: ['b'] }, { properties: { b: { maxLength: 1 } } }],
  }),
  columns: columns({
    name: 'A',
    type: 'date',
    jsonPath: '.metadata.creationTimestamp',
    format: 'date-time',
    priority: 1,
  }),
  'a scale': scale('.spec.r', '.status.r', { labelSelectorPath: '.status.s' }),
  'selectable fields': selecting('.a', '.o.n', '.m.key'),
  'a webhook': at('https://a.example.com:8443/convert'),
  'a webhook of a service': service({ path: '/convert/it/' }),
  'a webhook with any bundle': hook({ url: 'https://a', caBundle: 'eA==' }),
  'two versions': versions(
    version(object({ a: text })),
    version(object({ b: text }), { name: 'v2', storage: false }),
  ),
  'names of its own': {
    spec: { names: { singular: 'g', listKind: 'Gauges', shortNames: ['gg'], categories: ['all'] } },
  },
};

const creations = refusals({
  resource: 'apiextensions.k8s.io/v1 customresourcedefinitions',
  scope: 'Cluster',
  valid,
  refused: { ...structural, ...lists, ...defaults, ...conversions, ...shown, ...rules, ...several },
  taken,
});

async function changes(t: Session): Promise<void> {
  const own = `${t.namespace}.example.com`;
  const path = `${definitions}/gauges.${own}`;
  const spec = { ...valid.spec, group: own };
  await t.post(definitions, { ...valid, metadata: { name: `gauges.${own}` }, spec }, { quiet: true });
  for (let tries = 0; tries < 200; tries += 1) {
    const { object: found } = await t.get(path, {}, { quiet: true });
    if (JSON.stringify(found).includes('InitialNamesAccepted')) break;
  }
  const change = (note: string, body: unknown, where = path): Promise<unknown> =>
    t.merge(where, body, { query: { dryRun: 'All' }, note, only: ['kind'], inOrder: true });
  const refused: Variants = {
    'another scope': { spec: { scope: 'Cluster' } },
    'another kind': { spec: { names: { kind: 'Meter', listKind: 'MeterList' } } },
    'another plural': { spec: { names: { plural: 'meters' } } },
    'another group': { spec: { group: 'other.example.com' } },
    'no version that was stored': { spec: { versions: [version(object({}), { name: 'v2' })] } },
    'two stored versions': { spec: { versions: [version(object({})), version(object({}), { name: 'v2' })] } },
    'a schema that is none': of({}),
    'a bundle that is none': hook({ url: 'https://a', caBundle: 'eA==' }),
    'unknown fields kept': { spec: { preserveUnknownFields: true } },
  };
  const better: Variants = {
    'another version stored': {
      spec: { versions: [version(object({}), { storage: false }), version(object({}), { name: 'v2' })] },
    },
    'another singular': { spec: { names: { singular: 'gg' } } },
    'a longer schema': of({ ...text, maxLength: 3 }),
  };
  for (const [note, body] of Object.entries(refused)) await change(`${isRefused}change: ${note}`, body);
  for (const [note, body] of Object.entries(better)) await change(`${isTaken}change: ${note}`, body);
  const named = (names: object): object => ({ status: { acceptedNames: names } });
  await change(
    `${isRefused}accepted names that are none`,
    named({ plural: 'A', shortNames: ['b c'] }),
    `${path}/status`,
  );
  await change(`${isTaken}other accepted names`, named({ shortNames: ['b'] }), `${path}/status`);
  await t.delete(path, undefined, { quiet: true });
}

export const group: Group = async (t) => {
  await creations(t);
  await changes(t);
};
