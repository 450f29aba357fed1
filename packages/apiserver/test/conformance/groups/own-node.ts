import { grant, revoke } from '../rights.ts';
import type { Ask, Group } from '../session.ts';

// A service account in the name of the node that its pod runs on.
export const group: Group = async (t) => {
  const who = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const identities = 'authentication.k8s.io';
  const [mine, other] = [`${t.namespace}-mine`, `${t.namespace}-other`];
  const robot = `system:serviceaccount:${t.namespace}:robot`;
  await t.post(t.at('serviceaccounts'), { metadata: { name: 'robot' } }, { quiet: true });
  await t.post('/api/v1/nodes', { metadata: { name: mine } }, { quiet: true });
  const spec = { serviceAccountName: 'robot', nodeName: mine, containers: [{ name: 'c', image: 'i' }] };
  await t.post(t.at('pods'), { metadata: { name: 'p' }, spec }, { quiet: true });
  const issued = async (boundObjectRef?: object): Promise<string> => {
    const at = `${t.at('serviceaccounts', 'robot')}/token`;
    const { object } = await t.post(at, { spec: { boundObjectRef } }, { quiet: true });
    const { status } = object as { readonly status: { readonly token: string } };
    return status.token;
  };
  const tokens = {
    'of a pod on it': await issued({ apiVersion: 'v1', kind: 'Pod', name: 'p' }),
    'bound to it': await issued({ apiVersion: 'v1', kind: 'Node', name: mine }),
    'bound to nothing': await issued(),
  };
  const ask = async (): Promise<void> => {
    for (const [note, token] of Object.entries(tokens)) {
      const as = (more: Record<string, string>): Ask => ({
        headers: { authorization: `Bearer ${token}`, ...more },
        note,
      });
      for (const node of [mine, other]) {
        await t.post(who, {}, as({ 'impersonate-user': `system:node:${node}` }));
        await t.get(
          t.at('pods'),
          { limit: 1 },
          { ...as({ 'impersonate-user': `system:node:${node}` }), only: ['kind'] },
        );
      }
      await t.post(who, {}, as({ 'impersonate-user': `system:node:${mine}`, 'impersonate-group': 'devs' }));
    }
  };
  await ask();
  const rules = (verb: string, name: string): object[] => [
    { verbs: [verb], apiGroups: [identities], resources: ['nodes'], resourceNames: [name] },
    {
      verbs: ['impersonate-on:associated-node:create'],
      apiGroups: [identities],
      resources: ['selfsubjectreviews'],
    },
  ];
  await grant(t, robot, { where: 'cluster', rules: rules('impersonate:associated-node', mine) });
  await ask();
  await revoke(t);
  await grant(t, robot, { where: 'cluster', rules: rules('impersonate:associated-node', '*') });
  await ask();
  await revoke(t);
  await t.delete(`/api/v1/nodes/${mine}`, undefined, { quiet: true });
};
