// A set is the same to the real kubectl and here, on the embedded server: what one has applied, the other one prunes.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, ApplySetError, applyAll, Client, parseManifests } from '@kube-rx/client';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { catalog } from '@kube-rx/k8s/catalog';
import { findKubectl, type Kubectl, kubectl } from '../packages/apiserver/test/support/kubectl.ts';

const path = findKubectl();
const configMap = (name: string, namespace = 'default'): string =>
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}, namespace: ${namespace} } }\n`;
const documents = (...texts: string[]): string => texts.join('---\n');

let server: ApiServer;
let client: Client;
let run: Kubectl;

beforeEach(async () => {
  server = new ApiServer({ resources: catalog });
  client = new Client(server.service);
  run = kubectl(path ?? '', (await server.listen()).url, { KUBECTL_APPLYSET: 'true' });
});

afterEach(async () => {
  run[Symbol.dispose]();
  await server.close();
});

const byKubectl = 'apply --prune --applyset=set -n default -f -';
const asKubectl = { prune: 'set', tooling: 'kubectl/v1.35.0' };

const apply = async (
  text: string,
  options: { prune: string; tooling?: string; dryRun?: boolean },
): Promise<string[]> =>
  (await applyAll(client, parseManifests(text, 'f.yaml'), options)).map(
    ({ ref, outcome }) => `${ref.namespace}/${ref.name} ${outcome}`,
  );

const names = async (): Promise<string[]> =>
  (await Api.all(client, ConfigMap).list()).map(
    ({ metadata: { namespace, name } }) => `${namespace}/${name}`,
  );

const parent = () => Api.namespaced(client, Secret, 'default').get('set');

(path === undefined ? describe.skip : describe)('an ApplySet', () => {
  test('that kubectl has applied is pruned here', async () => {
    expect(await run(byKubectl, documents(configMap('a'), configMap('b')))).toMatchObject({ code: 0 });
    expect(await apply(configMap('a'), asKubectl)).toEqual(['default/a unchanged', 'default/b pruned']);
    expect(await names()).toEqual(['default/a']);
  });

  test('that was applied here is pruned by kubectl', async () => {
    await apply(documents(configMap('a'), configMap('b')), asKubectl);
    const { stdout, stderr } = await run(byKubectl, configMap('a'));
    expect(`${stdout}${stderr}`).toContain('configmap/b pruned');
    expect(await names()).toEqual(['default/a']);
  });

  test('has one parent, to the letter, whoever writes it', async () => {
    const text = documents(
      '{ apiVersion: v1, kind: Namespace, metadata: { name: other } }\n',
      configMap('a'),
      '{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: r }, rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }] }\n',
    );
    const written = async (): Promise<object> => {
      const { metadata } = await parent();
      const { labels, annotations, managedFields = [] } = metadata;
      return {
        labels,
        annotations,
        managers: managedFields.map(({ manager, operation }) => [manager, operation]),
      };
    };
    await run(byKubectl, text);
    const { annotations } = (await parent()).metadata;
    const theirs = await written();
    await Api.namespaced(client, Secret, 'default').delete('set');
    await apply(text, { prune: 'set', tooling: annotations?.['applyset.kubernetes.io/tooling'] ?? '' });
    expect(await written()).toEqual(theirs);
  });

  test('of one tool is refused by the other', async () => {
    await apply(configMap('a'), { prune: 'set' });
    const { stderr, code } = await run(byKubectl, configMap('a'));
    expect(stderr).toContain('already exists and is managed by tooling "kube-rx" instead of "kubectl"');
    expect(code).toBe(1);
    await expect(apply(configMap('a'), asKubectl)).rejects.toBeInstanceOf(ApplySetError);
  });
});
