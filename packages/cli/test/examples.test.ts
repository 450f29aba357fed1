// The examples and the demo at the root, run as a reader would run them, against the embedded server.

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { ConfigMap, Pod } from '@kube-rx/k8s';
import { Child } from './support/child.ts';
import { Cluster, configMap, pod } from './support/cluster.ts';

const patience = 60_000;
let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start([pod('web-0', { app: 'web' }), configMap('colours', { sky: 'blue' })]);
});

afterAll(() => cluster.stop());

function start(name: string, args: readonly string[] = []): Child {
  const script = fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
  return new Child(args, { script, env: { KUBECONFIG: cluster.kubeconfig } });
}

const containing = (text: string) => (stdout: string) => stdout.includes(text);

async function interrupt(child: Child): Promise<void> {
  child.process.kill('SIGINT');
  expect(await child.exit()).toBe(0);
}

describe('the example', () => {
  test(
    'watch-pods.ts prints what is there and what changes',
    async () => {
      const child = start('watch-pods.ts', ['default']);
      await child.shows(containing('InitApply default/web-0 Pending\n'));
      await Api.namespaced(cluster.client, Pod, 'default').status.patch.merge('web-0', {
        status: { phase: 'Running' },
      });
      await child.shows(containing('Apply default/web-0 Running\n'));
      await interrupt(child);
    },
    patience,
  );

  test(
    'cache-pods.ts answers from memory and follows',
    async () => {
      const child = start('cache-pods.ts');
      await child.shows(containing('web: web-0'));
      await Api.namespaced(cluster.client, Pod, 'default').status.patch.merge('web-0', {
        status: { phase: 'Succeeded' },
      });
      await child.shows(containing('default/web-0 is now Succeeded\n'));
      await interrupt(child);
    },
    patience,
  );

  test(
    'raw-watch.ts prints each event, and ends when the server ends the watch',
    async () => {
      const child = start('raw-watch.ts');
      await child.shows(containing('1 config maps at version'));
      const configMaps = Api.namespaced(cluster.client, ConfigMap, 'default');
      // Whether the watch is open by now or not: it begins at the version of the list.
      await configMaps.patch.merge('colours', { data: { grass: 'green' } });
      await child.shows(containing("MODIFIED colours [ 'grass', 'sky' ]\n"));
      cluster.server.restart();
      await child.shows(containing('the server has ended the watch'));
      expect(await child.exit()).toBe(0);
    },
    patience,
  );

  test(
    'apply.ts applies, and is refused what belongs to another',
    async () => {
      const child = start('apply.ts');
      expect(await child.exit()).toBe(0);
      expect(child.stdout).toBe('web is at generation 2\nrefused, as the image belongs to another manager\n');
    },
    patience,
  );

  test(
    'apply-manifests.ts applies a folder, and deletes what a second run does not name',
    async () => {
      const folder = fileURLToPath(new URL('../../../examples/shop', import.meta.url));
      const first = start('apply-manifests.ts', [folder]);
      expect(await first.exit()).toBe(0);
      expect(first.stdout.split('\n').filter((line) => line.endsWith(': created'))).toHaveLength(4);
      const second = start('apply-manifests.ts', [`${folder}/setup.yaml`]);
      expect(await second.exit()).toBe(0);
      expect(
        second.stdout
          .split('\n')
          .filter((line) => line.endsWith(': pruned'))
          .sort(),
      ).toEqual(['ConfigMap colours: pruned', 'Website front: pruned']);
    },
    patience,
  );
});

describe('the demo', () => {
  test(
    'survives all of its trouble in a few seconds, and proves it',
    async () => {
      const child = start('demo/main.ts', ['--fast']);
      expect(await child.exit()).toBe(0);
      expect(child.stdout).toContain('8 of 8 checks passed');
      expect(child.stdout.match(/ {2}recovered: /g)).toHaveLength(3);
      expect(child.stderr).toBe('');
    },
    patience,
  );

  test(
    'watches a cluster where one is named, until Ctrl-C',
    async () => {
      const child = start('demo/main.ts', ['--context', 'kube-rx']);
      await child.shows(containing('Pods of all namespaces, Kubernetes v1.36'));
      await interrupt(child);
    },
    patience,
  );

  test(
    'says what it can do, and what it cannot, in one line',
    async () => {
      const helped = start('demo/main.ts', ['--help']);
      expect(await helped.exit()).toBe(0);
      expect(helped.stdout).toContain('--forever');
      const refused = start('demo/main.ts', ['--nope']);
      expect(await refused.exit()).toBe(1);
      expect(refused.stderr).toBe(
        "error: Unknown option '--nope' (npm start -- --help shows what there is)\n",
      );
    },
    patience,
  );

  test(
    'names a context that is missing, in one line',
    async () => {
      const child = start('demo/main.ts', ['--context', 'prod']);
      expect(await child.exit()).toBe(1);
      expect(child.stderr).toMatch(/^error: .*prod.*\n$/);
    },
    patience,
  );
});
