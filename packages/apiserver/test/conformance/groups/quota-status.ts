import { type Answer, controlled, type Group, type Session } from '../session.ts';
import { container, named, pod, service } from '../workloads.ts';

type Amounts = Readonly<Record<string, string>>;

// The controller of quotas works beside the real server: it is waited for, and what it has written in the end compared.
async function shownWhen(t: Session, used: Amounts, name = 'q'): Promise<Answer> {
  const path = t.at('resourcequotas', name);
  for (let tries = 0; tries < 150; tries += 1) {
    const { object } = await t.get(path, {}, { quiet: true });
    const status = (object['status'] ?? {}) as { readonly used?: Amounts };
    if (Object.entries(used).every(([key, value]) => status.used?.[key] === value)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return t.get(path, {}, { only: ['spec', 'status'], note: `with ${JSON.stringify(used)}` });
}

const quota = (hard: Amounts, more: object = {}, name = 'q'): object =>
  named('v1 ResourceQuota', name, { hard, ...more });

const asking = (requests: object, limits?: object): object => ({
  containers: [container('c', { resources: { requests, ...(limits && { limits }) } })],
  automountServiceAccountToken: false,
});

async function written(t: Session): Promise<void> {
  const [pods, quotas] = [t.at('pods'), t.at('resourcequotas')];
  const only = { only: ['kind'] };
  await t.post(pods, pod('a', asking({ cpu: '100m' }, { memory: '1Gi' })), only);
  await t.post(pods, pod('b', asking({ cpu: '1500m' }, { memory: '512Mi' })), only);
  await t.post(quotas, quota({ pods: '3', 'requests.cpu': '2', 'limits.memory': '2Gi', 'count/pods': '5' }), {
    only: ['spec', 'status'],
  });
  await shownWhen(t, { pods: '2', 'requests.cpu': '1600m' });
  await t.post(pods, pod('c', asking({ cpu: '400m' }, { memory: '1Mi' })), only);
  await shownWhen(t, { pods: '3', 'count/pods': '3' });
  await t.post(pods, pod('d', asking({ cpu: '0' }, { memory: '1Mi' })));
  await t.delete(`${pods}/b`, undefined, only);
  await shownWhen(t, { pods: '2', 'count/pods': '2' });
  await t.merge(`${pods}/c/status`, { status: { phase: 'Succeeded' } }, only);
  await shownWhen(t, { pods: '1', 'count/pods': '2' });
  await t.put(`${quotas}/q`, quota({ pods: '9', 'requests.cpu': '1', secrets: '1' }), { only: ['spec'] });
  await shownWhen(t, { pods: '1', secrets: '0' });
  await t.delete(pods, undefined, { quiet: true });
  await shownWhen(t, { pods: '0' });
  await t.post(pods, pod('gone', { ...asking({ cpu: 1 }), nodeName: 'n' }), only);
  await t.delete(`${pods}/gone`, undefined, only);
  await shownWhen(t, { pods: '1', 'requests.cpu': '1' });
  await t.delete(`${pods}/gone`, { gracePeriodSeconds: 0 }, only);
  await shownWhen(t, { pods: '0' });
  await t.merge(`${quotas}/q/status`, { status: { used: { pods: '7' } } }, { only: ['status'] });
  await t.delete(`${quotas}/q`, undefined, { quiet: true });
}

async function kinds(t: Session): Promise<void> {
  const [services, quotas] = [t.at('services'), t.at('resourcequotas')];
  const only = { only: ['kind'] };
  await t.post(
    quotas,
    quota({ services: '3', 'services.nodeports': '2', 'services.loadbalancers': '1', resourcequotas: '2' }),
    {
      quiet: true,
    },
  );
  await shownWhen(t, { services: '0', resourcequotas: '1' });
  await t.post(services, service('a', { type: 'LoadBalancer', ports: [{ port: 1 }] }), only);
  await shownWhen(t, { 'services.loadbalancers': '1', 'services.nodeports': '1' });
  await t.merge(`${services}/a`, { spec: { type: 'ClusterIP' } }, only);
  await shownWhen(t, { 'services.loadbalancers': '0', 'services.nodeports': '0' });
  await t.delete(`${services}/a`, undefined, { quiet: true });
  await shownWhen(t, { services: '0' });
  await t.delete(`${quotas}/q`, undefined, { quiet: true });
  const claims = t.at('persistentvolumeclaims');
  const claim = (name: string, storage: string, storageClassName: string): object =>
    named('v1 PersistentVolumeClaim', name, {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
      storageClassName,
    });
  const gold = 'gold.storageclass.storage.k8s.io';
  const hard = {
    persistentvolumeclaims: '9',
    'requests.storage': '9Gi',
    [`${gold}/requests.storage`]: '3Gi',
    [`${gold}/persistentvolumeclaims`]: '3',
    'count/persistentvolumeclaims': '9',
  };
  await t.post(claims, claim('a', '1Gi', 'gold'), only);
  await t.post(claims, claim('b', '1500Mi', 'silver'), only);
  await t.post(quotas, quota(hard), { quiet: true });
  await shownWhen(t, { persistentvolumeclaims: '2' });
  await t.delete(`${claims}/a`, undefined, { quiet: true });
  await shownWhen(t, { persistentvolumeclaims: '1' });
  await t.delete(`${quotas}/q`, undefined, { quiet: true });
}

async function scoped(t: Session): Promise<void> {
  const [pods, quotas] = [t.at('pods'), t.at('resourcequotas')];
  const only = { only: ['kind'] };
  await t.post(pods, pod('best', { automountServiceAccountToken: false }), only);
  await t.post(pods, pod('sure', asking({ cpu: '1' })), only);
  await t.post(quotas, quota({ pods: '5' }, { scopes: ['BestEffort'] }, 'best'), { quiet: true });
  await t.post(quotas, quota({ pods: '5', cpu: '5' }, { scopes: ['NotBestEffort'] }, 'sure'), {
    quiet: true,
  });
  await t.post(quotas, quota({ pods: '5', services: '5' }, { scopes: ['NotTerminating'] }, 'open'), only);
  const matchExpressions = [{ scopeName: 'PriorityClass', operator: 'DoesNotExist' }];
  await t.post(quotas, quota({ pods: '5' }, { scopeSelector: { matchExpressions } }, 'plain'), {
    quiet: true,
  });
  await shownWhen(t, { pods: '1' }, 'best');
  await shownWhen(t, { pods: '1', cpu: '1' }, 'sure');
  await shownWhen(t, { pods: '2' }, 'plain');
  await t.delete(`${pods}/sure`, undefined, { quiet: true });
  await shownWhen(t, { pods: '0', cpu: '0' }, 'sure');
  await shownWhen(t, { pods: '1' }, 'plain');
  await shownWhen(t, { pods: '1' }, 'best');
}

export const group: Group = controlled(async (t) => {
  for (const part of [written, kinds, scoped]) await part(t);
});
