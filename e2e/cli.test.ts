// The command line on a real API server: what a person sees, and how soon.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { Pod } from '@kube-rx/k8s';
import { connect } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

let controlPlane: ControlPlane;
let client: Client;
let kubeconfig: string;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  client = await connect(controlPlane);
  kubeconfig = join(controlPlane.folder, 'cli.kubeconfig');
  await controlPlane.writeKubeconfig(kubeconfig);
});

afterAll(async () => {
  await client.close();
  await controlPlane.stop();
});

function kubeRx(...words: readonly string[]) {
  const main = join(import.meta.dirname, '../packages/cli/src/main.ts');
  const child = spawn(
    process.execPath,
    ['--conditions=kube-rx:src', main, ...words, '--kubeconfig', kubeconfig],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise((resolve) => void child.once('exit', resolve));
  return { child, ended, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

function pod(name: string) {
  return { metadata: { name }, spec: { containers: [{ name: 'main', image: 'example.invalid/main' }] } };
}

describe('kube-rx watch pods -A', () => {
  test('shows a change within 100 ms of its write, in the median of 30', async () => {
    const pods = Api.namespaced(client, Pod, 'default');
    await pods.create(pod('first'));
    const { child, ended, lines } = kubeRx('watch', 'pods', '-A');
    const delays: number[] = [];
    try {
      const seen = async (name: string): Promise<void> => {
        for (let line = await lines.next(); !line.done; line = await lines.next())
          if (line.value.includes(name)) return;
        throw new Error(`the output ended before ${name} came`);
      };
      await seen('first');
      for (let round = 0; round < 30; round += 1) {
        const startedAt = performance.now();
        await pods.create(pod(`pod-${round}`));
        await seen(`pod-${round} `);
        delays.push(performance.now() - startedAt);
      }
    } finally {
      child.kill('SIGINT');
      await ended;
    }
    const median = delays.sort((a, b) => a - b)[15] ?? Infinity;
    process.stdout.write(`from before the write to the line: median ${median.toFixed(1)} ms\n`);
    expect(median).toBeLessThan(100);
  });
});

describe('kube-rx get', () => {
  test('prints the columns that the server gives', async () => {
    const { ended, lines } = kubeRx('get', 'po', 'first', '-n', 'default');
    expect((await lines.next()).value).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE$/);
    expect((await lines.next()).value).toMatch(/^first +0\/1 +Pending +0 +\S+$/);
    await ended;
  });
});
