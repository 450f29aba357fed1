// Answers that a hostile server may give: JSON with the names that clients look for and values of the wrong type, cut or
// not, under any status and content type.

import { fc } from '@fast-check/jest';
import type { HttpResponse } from '@kube-rx/core';

/** The text of a value. Text, as objects cannot have `__proto__`, nor the same name twice. */
export type JsonText = string;

const names = fc.constantFrom(
  ...'kind apiVersion metadata status message reason details code causes field name namespace uid group'.split(
    ' ',
  ),
  ...'retryAfterSeconds continue resourceVersion remainingItemCount selfLink items type object annotations'.split(
    ' ',
  ),
  ...'labels managedFields ownerReferences columnDefinitions rows cells versions version resources verbs'.split(
    ' ',
  ),
  ...'shortNames categories responseKind resource scope singularResource freshness groups singularName'.split(
    ' ',
  ),
  ...'preferredVersion namespaced spec replicas selector gitVersion major minor token user audiences'.split(
    ' ',
  ),
  ...'expirationTimestamp clientCertificateData clientKeyData k8s.io/initial-events-end'.split(' '),
  ...'__proto__ constructor prototype toString valueOf toJSON then length hasOwnProperty'.split(' '),
);

const texts = fc.constantFrom(
  ...[
    '',
    'Status',
    'Failure',
    'Success',
    'ConfigMap',
    'ConfigMapList',
    'PodList',
    'List',
    'Table',
    'v1',
    'apps/v1',
  ],
  ...[
    'APIGroupList',
    'APIVersions',
    'APIResourceList',
    'APIGroupDiscoveryList',
    'Scale',
    'autoscaling/v1',
    'true',
  ],
  ...[
    'ADDED',
    'MODIFIED',
    'DELETED',
    'BOOKMARK',
    'ERROR',
    'Expired',
    'Gone',
    'NotFound',
    'Timeout',
    'Unauthorized',
  ],
  ...[
    '410',
    '1',
    '10',
    '007',
    '-1',
    'a',
    'a/b',
    '..',
    '%2e',
    '\ud800',
    'a\u0000b',
    '\u202e\u001b[2J',
    '9'.repeat(400),
  ],
  ...['x'.repeat(70_000), '":{[\\', '__proto__'],
);

const numbers = fc.constantFrom(
  '0',
  '-0',
  '-1',
  '1',
  '1.5',
  '-1e9',
  '1e9',
  '1e308',
  '1e999',
  '9007199254740993',
);
const statusCodes = fc.constantFrom(
  '200',
  '404',
  '409',
  '410',
  '429',
  '500',
  '504',
  '99999',
  '-410',
  '410.5',
);

const nested = (open: string, close: string): JsonText => `${open.repeat(2000)}1${close.repeat(2000)}`;

const leaves: fc.Arbitrary<JsonText> = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    'false',
    '{}',
    '[]',
    '[null]',
    '[{}]',
    '[[]]',
    '{"toString":"x"}',
    '{"then":1}',
  ),
  texts.map((text) => JSON.stringify(text)),
  numbers,
  statusCodes,
  fc.constantFrom(nested('[', ']'), nested('{"a":', '}')),
);

function objectOf(members: readonly (readonly [string, JsonText])[]): JsonText {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()}}`;
}

/** Any JSON, of names that are known. */
const json: fc.Arbitrary<JsonText> = fc.letrec<{ value: JsonText }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: leaves },
    {
      weight: 2,
      arbitrary: fc.array(fc.tuple(names, tie('value')), { maxLength: 5 }).map(objectOf),
    },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join()}]`) },
  ),
})).value;

type Shape = Readonly<Record<string, fc.Arbitrary<JsonText>>>;

/** An object of the shape, or one in which members are missing, of the wrong type, or there twice. */
function like(shape: Shape): fc.Arbitrary<JsonText> {
  const membersBy = (choose: (good: fc.Arbitrary<JsonText>) => fc.Arbitrary<JsonText[]>) => {
    const members = Object.entries(shape).map(([name, good]) =>
      choose(good).map((values) => values.map((value) => [name, value] as const)),
    );
    return fc.tuple(...members).map((all) => all.flat());
  };
  const whole = membersBy((good) => good.map((value) => [value]));
  const mixed = membersBy((good) =>
    fc.oneof(
      { weight: 4, arbitrary: good.map((value) => [value]) },
      { weight: 2, arbitrary: json.map((value) => [value]) },
      { weight: 1, arbitrary: fc.constant<JsonText[]>([]) },
    ),
  );
  const others = fc.array(fc.tuple(names, json), { maxLength: 1 });
  return fc.oneof(
    whole.map(objectOf),
    fc.tuple(mixed, others).map(([own, more]) => objectOf([...own, ...more])),
  );
}

const text = (...choices: string[]): fc.Arbitrary<JsonText> =>
  fc.constantFrom(...choices).map((choice) => JSON.stringify(choice));
const listOf = (item: fc.Arbitrary<JsonText>): fc.Arbitrary<JsonText> =>
  fc.array(item, { maxLength: 2 }).map((items) => `[${items.join()}]`);

const statuses: fc.Arbitrary<JsonText> = like({
  kind: text('Status'),
  apiVersion: text('v1'),
  metadata: like({}),
  status: text('Failure', 'Success'),
  message: text('too old resource version: 5 (101)', 'pods "a" not found'),
  reason: text('Expired', 'NotFound', 'Timeout', 'TooManyRequests', 'Conflict', ''),
  code: statusCodes,
  details: like({
    name: text('a'),
    kind: text('pods'),
    retryAfterSeconds: numbers,
    causes: listOf(
      like({ reason: text('ResourceVersionTooLarge'), message: text('Too large resource version') }),
    ),
  }),
});

const metadata = like({
  name: text('a', 'b'),
  namespace: text('shop'),
  uid: text('u'),
  resourceVersion: text('5', '11', '007'),
  labels: like({}),
});

/** Of the kind ConfigMap. */
export const objects: fc.Arbitrary<JsonText> = like({
  apiVersion: text('v1'),
  kind: text('ConfigMap'),
  metadata,
});

export const lists: fc.Arbitrary<JsonText> = like({
  kind: text('ConfigMapList'),
  apiVersion: text('v1'),
  metadata: like({
    resourceVersion: text('10', '\ud800'),
    continue: text('', 'next', '\ud800'),
    remainingItemCount: numbers,
  }),
  items: listOf(objects),
});

export const frames: fc.Arbitrary<JsonText> = fc.oneof(
  like({ type: text('ADDED', 'MODIFIED', 'DELETED'), object: objects }),
  like({ type: text('ERROR'), object: statuses }),
  like({
    type: text('BOOKMARK'),
    object: like({
      kind: text('ConfigMap'),
      metadata: like({
        resourceVersion: text('12', '\ud800'),
        annotations: fc.constant('{"k8s.io/initial-events-end":"true"}'),
      }),
    }),
  }),
);

const row = like({
  resource: text('widgets', 'a/b', '..'),
  responseKind: like({ kind: text('Widget') }),
  scope: text('Namespaced', 'Cluster'),
  singularResource: text('', 'widget'),
  shortNames: listOf(text('wd')),
  categories: listOf(text('all')),
  verbs: listOf(text('get', 'list')),
  name: text('widgets', 'widgets/status'),
  kind: text('Widget'),
  namespaced: fc.constant('true'),
});

export const discoveries: fc.Arbitrary<JsonText> = fc.oneof(
  like({
    kind: text('APIGroupDiscoveryList'),
    items: listOf(
      like({
        metadata: like({ name: text('example.com', '') }),
        versions: listOf(
          like({ version: text('v1'), freshness: text('Stale', 'Current'), resources: listOf(row) }),
        ),
      }),
    ),
  }),
  like({ kind: text('APIVersions'), versions: listOf(text('v1', '..')) }),
  like({
    kind: text('APIGroupList'),
    groups: listOf(
      like({
        name: text('example.com', 'a/b'),
        versions: listOf(like({ version: text('v1', '..') })),
        preferredVersion: like({ version: text('v1') }),
      }),
    ),
  }),
  like({ kind: text('APIResourceList'), resources: listOf(row) }),
);

const contentTypes = fc.constantFrom(
  'application/json',
  'application/json;charset=utf-8',
  'text/plain',
  'text/html',
  'application/vnd.kubernetes.protobuf',
  `${'x'.repeat(500)}/\u0001`,
  '',
);

const headers: fc.Arbitrary<Record<string, string>> = fc
  .record(
    {
      'content-type': contentTypes,
      'retry-after': fc.constantFrom(
        '0',
        '-5',
        '1.5',
        '1e9',
        '9'.repeat(400),
        'soon',
        ' 5 ',
        '0x10',
        '',
        'Wed',
      ),
      location: fc.constantFrom('', '//', 'https://[', '/\ud800', `/${'a'.repeat(5000)}`, 'javascript:1'),
      warning: fc.constantFrom('299', '299 - "', `299 - "${'\\"'.repeat(3000)}"`, '299 - "a\u001b[2J"'),
      'content-length': fc.constantFrom('-1', 'x'),
    },
    { requiredKeys: [] },
  )
  .map((some) => ({ 'content-type': 'application/json', ...some }));

/** A body as its pieces, and whether it breaks off behind them. */
export interface Wire {
  readonly pieces: readonly string[];
  readonly breaks: boolean;
}

/** The text whole, in two pieces, or as much as came before the connection broke or the server gave up. */
function wireOf(body: fc.Arbitrary<string>): fc.Arbitrary<Wire> {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const manner = fc.constantFrom('whole', 'whole', 'pieces', 'cut', 'broken');
  return fc.tuple(body, part, manner).map(([content, where, how]) => {
    const at = Math.floor(content.length * where);
    const rest = how === 'whole' || how === 'pieces' ? [content.slice(at)] : [];
    const first = content.slice(0, how === 'whole' ? 0 : at);
    return {
      pieces: [first, ...(how === 'whole' ? [content] : rest)].filter(Boolean),
      breaks: how === 'broken',
    };
  });
}

export interface HostileAnswer extends Wire {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
}

/** A whole answer: half of them a success with the body given, whole, and else anything. */
export function answers(body: fc.Arbitrary<JsonText>): fc.Arbitrary<HostileAnswer> {
  const garbage = fc.constantFrom(
    '',
    '<html><title>',
    '<title>x</title>',
    'no',
    '\u0000',
    '{"kind":',
    '{} {}',
    'null',
  );
  const any = fc.oneof(
    { weight: 3, arbitrary: body },
    { weight: 3, arbitrary: statuses },
    { weight: 1, arbitrary: json },
    { weight: 1, arbitrary: garbage },
  );
  const codes = [200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 409, 410, 429, 500, 503, 504, 999];
  const worst = fc
    .tuple(wireOf(any), fc.constantFrom(...codes), headers)
    .map(([wire, status, some]) => ({ ...wire, status, headers: some }));
  const best = body.map((text) => ({
    pieces: [text],
    breaks: false,
    status: 200,
    headers: { 'content-type': 'application/json' },
  }));
  return fc.oneof(best, worst);
}
