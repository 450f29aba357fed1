import type { Group, Session } from '../session.ts';
import { pod } from '../workloads.ts';

// What is asked for or posted at the wrong place: parts that nobody watches, lists of events, other namespaces.
export const group: Group = async (t) => {
  const [pods, configMaps] = [t.at('pods'), t.at('configmaps')];
  await t.post(pods, pod('p'), { quiet: true });
  for (const name of ['p', 'none'])
    for (const part of ['status', 'log', 'scale', 'exec', 'x'])
      await t.get(`/api/v1/watch/namespaces/${t.namespace}/pods/${name}/${part}`, { timeoutSeconds: 1 });
  const list = { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' };
  const initial = {
    sendInitialEvents: true,
    resourceVersionMatch: 'NotOlderThan',
    allowWatchBookmarks: true,
  };
  await t.get(pods, { watch: true, timeoutSeconds: 1, ...initial }, { headers: list });
  for (const revision of ['18446744073709551615', '18446744073709551616', '1000000000000000', '-1', '0x1']) {
    await t.get(configMaps, { watch: true, timeoutSeconds: 1, resourceVersion: revision });
    await t.get(t.at('configmaps', 'none'), { resourceVersion: revision });
  }
  const dry = { dryRun: 'All' };
  for (const metadata of [{}, { name: 'q' }, { generateName: 'p' }, { name: 'p', namespace: 'other' }]) {
    const ask = { query: dry, note: JSON.stringify(metadata) };
    const target = { kind: 'Node', name: 'n' };
    await t.post(`${pods}/p/eviction`, { metadata }, ask);
    await t.post(`${pods}/p/binding`, { metadata, target }, ask);
    await t.post(t.at('bindings'), { metadata, target }, ask);
  }
  await systemClass(t);
  await watchedBindings(t);
};

async function systemClass(t: Session): Promise<void> {
  const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';
  const metadata = { name: 'system-node-critical' };
  await t.post(classes, { metadata, value: 2_000_001_000 }, { quiet: true });
  await t.delete(`${classes}/system-node-critical`, dryBody);
  await t.delete(`${classes}/system-node-critical`);
}

const dryBody = { dryRun: ['All'] };

// A policy about bindings is not asked about what is posted at a pod, nor the other way round.
async function watchedBindings(t: Session): Promise<void> {
  const admission = '/apis/admissionregistration.k8s.io/v1';
  const names = ['bindings', 'pods/binding'] as const;
  const named = (resource: string): string => `${t.namespace}-${resource.replace('/', '-')}`;
  for (const resource of names) {
    const metadata = { name: named(resource) };
    const label = { 'kubernetes.io/metadata.name': t.namespace };
    const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: [resource] };
    const spec = {
      matchConstraints: { namespaceSelector: { matchLabels: label }, resourceRules: [rule] },
      validations: [
        { expression: "object.target.name != 'shut'", message: `of ${resource}` },
        {
          expression: "object.target.name != 'told'",
          messageExpression: 'string(request.resource.resource)',
        },
      ],
    };
    await t.post(`${admission}/validatingadmissionpolicies`, { metadata, spec }, { quiet: true });
    const binding = { policyName: metadata.name, validationActions: ['Deny'] };
    await t.post(
      `${admission}/validatingadmissionpolicybindings`,
      { metadata, spec: binding },
      { quiet: true },
    );
  }
  await t.heard(3_000);
  for (const name of ['shut', 'told', 'open'])
    for (const path of [t.at('pods', 'p/binding'), t.at('bindings')]) {
      const body = { metadata: { name: 'p' }, target: { kind: 'Node', name } };
      await t.post(path, body, { query: { dryRun: 'All' }, note: name });
    }
  for (const resource of names) {
    await t.delete(`${admission}/validatingadmissionpolicybindings/${named(resource)}`, undefined, {
      quiet: true,
    });
    await t.delete(`${admission}/validatingadmissionpolicies/${named(resource)}`, undefined, { quiet: true });
  }
}
