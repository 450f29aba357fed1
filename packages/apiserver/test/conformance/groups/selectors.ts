// Selectors that cannot be read, in the words in which they are refused, and some that look as if they could not.

import { configMap } from '../objects.ts';
import type { Ask, Session } from '../session.ts';

export async function group(t: Session): Promise<void> {
  await t.post(t.at('configmaps'), configMap('a', { metadata: { name: 'a', labels: { in: 'in' } } }), {
    quiet: true,
  });
  for (const labelSelector of labelTexts) await t.get(t.at('configmaps'), { labelSelector }, { only });
  for (const fieldSelector of fieldTexts) await t.get(t.at('configmaps'), { fieldSelector }, { only });
  await verbs(t);
  await parameters(t);
  await kinds(t);
}

const only = ['kind'];
const long = (length: number): string => 'x'.repeat(length);

const requirementTexts = [
  ...['!', '!!a', '!a=b', '!a in (b)', '!a!=b', '!a,', 'a,!', '!,a', '!in', '!=b', '! a', 'a ! b'],
  ...['a=', 'a==', 'a!=', 'a!=,b', 'a =', '=b', '==', ',', '<', ')', 'a===b', 'a!==b', 'a=!b', 'a=b=c'],
  ...['a b', 'a,', ',a', ',,', 'a=b,', 'a=b,,c', 'a=b c', 'a!b', ' a = b ', '  ', 'a\tin\n(b)'],
  ...['(a)', 'a)', 'a=b)', 'a=b(', 'a=(b)', 'a in (b))', 'a in ((b))', 'a in (b!)', 'a in (b=c)', 'a in (>)'],
  ...['a in', 'a in b', 'a in (', 'a in (b', 'a in (b,', 'a in (,', 'a in (,=', 'a in (b,=)', 'a in (b c)'],
  ...['a in ()', 'a in (,)', 'a in (b,)', 'a in (,b)', 'a in (b,,c)', 'a in(b)', 'a in (1) b', 'a notin'],
  ...[
    'in',
    'notin',
    'in=in',
    'in (b)',
    'in in (in)',
    'a=in',
    'a in in',
    'a in (in,notin)',
    'IN (a)',
    'a IN (b)',
  ],
];

const valueTexts = [
  ...['a>1', 'a<-1', 'a>b', 'a<', 'a>1.5', 'a>+1', 'a>9999999999999999999', 'a>9223372036854775807', 'a>1 b'],
  ...['a>=1', 'a=>b', '>1', 'a<1,', 'a>(1)'],
  ...['/a', 'a/', 'a/b/c', 'A.B/c', '-a', 'a-', 'a@b', 'é', 'a\u00a0=b', '!-a', 'a/=b', 'a/in (b)', '_/a'],
  ...['a=é', 'a="b"', 'a=-', 'a=b-', 'a=b@c', 'a in (b@)', 'a in (d$,b@c)', 'a notin (-)', 'a in (-,b,-)'],
  ...[`a=${long(64)}`, long(64), `${long(254)}/a`, `a in (${long(64)},-)`, `${long(64)}-/${long(64)}-`],
];

const labelTexts = [...requirementTexts, ...valueTexts];

const fieldTexts = [
  ...[
    'a',
    'a=b',
    'metadata.name',
    'metadata.name=',
    'metadata.name==a',
    'metadata.name!=a',
    '!metadata.name',
  ],
  ...['metadata.name=a,b', 'metadata.name=a,', ',metadata.name=a', ',', 'a\\', '\\', '\\,=a', 'foo\\=b=c'],
  ...[
    'metadata.name=a=b',
    'metadata.name===a',
    'metadata.name=\\',
    'metadata.name=a\\',
    'metadata.name=a\\x',
  ],
  ...[
    'metadata.name=a\\,b',
    'metadata.name=a\\=b',
    'metadata.name=\\é',
    'metadata.name>a',
    '=a',
    '!=a',
    '==a',
  ],
  ...['metadata.name in (a)', 'metadata.name = a', ' metadata.name=a', 'metadata.name!a', 'metadata.name=!a'],
  ...['metadata.name=a,metadata.name=b', 'metadata.name=a,foo=b,bar=c', 'metadata.labels.a=b', 'é=a'],
];

async function verbs(t: Session): Promise<void> {
  const faults: readonly NonNullable<Ask['query']>[] = [
    { labelSelector: 'a=b c' },
    { labelSelector: '!!a' },
    { fieldSelector: 'foo=b' },
    { fieldSelector: 'foo' },
    { labelSelector: 'a,', fieldSelector: 'x' },
  ];
  const watched = '/api/v1/watch';
  for (const query of faults) {
    await t.get(t.at('configmaps'), { ...query, watch: 1 });
    await t.delete(t.at('configmaps'), undefined, { query });
    await t.get(`${watched}/namespaces/${t.namespace}/configmaps`, query);
    await t.get(`${watched}/configmaps`, query);
    await t.get(`${watched}/namespaces/${t.namespace}/configmaps/a`, query);
    await t.get(t.at('configmaps', 'a'), query, { only });
    await t.get('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', query);
  }
}

// Of several faults, the first one that is looked for.
async function parameters(t: Session): Promise<void> {
  const faults: readonly NonNullable<Ask['query']>[] = [
    { limit: 'x', labelSelector: '!!' },
    { limit: 'x', timeoutSeconds: 'y' },
    { labelSelector: '!!', resourceVersionMatch: 'Foo' },
    { fieldSelector: 'foo=b', resourceVersionMatch: 'Foo' },
    { fieldSelector: 'foo', resourceVersionMatch: 'Foo' },
    { fieldSelector: 'foo', labelSelector: '!!' },
    { fieldSelector: 'foo=b', resourceVersion: 'x' },
    { fieldSelector: 'foo=b', continue: 'x' },
  ];
  for (const query of faults) {
    await t.get(t.at('configmaps'), query);
    await t.get(t.at('configmaps'), { ...query, watch: 1 });
    await t.delete(t.at('configmaps'), '{"gracePeriodSeconds":"x"}', { query });
  }
}

async function kinds(t: Session): Promise<void> {
  const core = ['pods', 'services', 'secrets', 'events', 'nodes', 'namespaces', 'serviceaccounts'];
  for (const plural of [...core, 'replicationcontrollers', 'persistentvolumes'])
    await t.get(`/api/v1/${plural}`, { fieldSelector: 'status.foo=a' });
  for (const path of [
    ...['apps/v1/deployments', 'apps/v1/replicasets', 'batch/v1/jobs', 'batch/v1/cronjobs'],
    ...['certificates.k8s.io/v1/certificatesigningrequests', 'rbac.authorization.k8s.io/v1/roles'],
    ...['apiextensions.k8s.io/v1/customresourcedefinitions', 'apiregistration.k8s.io/v1/apiservices'],
    ...[
      'events.k8s.io/v1/events',
      'autoscaling/v2/horizontalpodautoscalers',
      'resource.k8s.io/v1/resourceslices',
    ],
    ...['storage.k8s.io/v1/storageclasses', 'coordination.k8s.io/v1/leases'],
  ])
    await t.get(`/apis/${path}`, { fieldSelector: 'status.foo=a' });
  await t.get('/apis/apps/v1/replicasets', { fieldSelector: 'status.replicas=0' });
}
