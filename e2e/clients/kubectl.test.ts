// The real kubectl asks a real cluster and the embedded server the same, and is told the same.

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  findKubectl,
  type Kubectl,
  kubectl,
  type Ran,
} from '../../packages/apiserver/test/support/kubectl.ts';
import { ControlPlane } from '../control-plane.ts';
import { startEmbedded } from './embedded-cluster.ts';
import { accepted } from './kubectl/accepted.ts';
import { groups } from './kubectl/commands.ts';
import { normalText } from './kubectl/normal-text.ts';
import { standingObjects } from './kubectl/standing-objects.ts';

const path = findKubectl();
const unlike = new Set(accepted.flatMap(({ commands }) => commands));
const files = join(import.meta.dirname, 'kubectl/files');

(path === undefined ? describe.skip : describe)('kubectl', () => {
  const opened = new AsyncDisposableStack();
  let askReal: Kubectl;
  let askEmbedded: Kubectl;

  beforeAll(async () => {
    const controlPlane = opened.use(await ControlPlane.start());
    const embedded = opened.use(
      await startEmbedded({ serviceCidr: '10.0.0.0/24', disableAdmissionPlugins: ['ServiceAccount'] }),
    );
    embedded.server.seed(standingObjects(20_000));
    const kubeconfig = join(controlPlane.folder, 'kubeconfig');
    await controlPlane.writeKubeconfig(kubeconfig);
    askReal = opened.use(kubectl(path ?? '', controlPlane.url, { KUBECONFIG: kubeconfig }));
    askEmbedded = opened.use(kubectl(path ?? '', embedded.url, { KUBECONFIG: embedded.kubeconfig }));
  });

  afterAll(() => opened.disposeAsync());

  test('is asked more than a hundred and fifty things', () => {
    const commands = Object.values(groups).flat();
    expect(commands.length - unlike.size).toBeGreaterThan(150);
    expect(commands).toEqual(expect.arrayContaining([...unlike]));
  });

  describe.each(Object.entries(groups))('%s', (_, commands) => {
    test.each(commands)('%s', async (command) => {
      const words = command.replaceAll('FILES', files);
      const ask = (): Promise<Told[]> => Promise.all([told(askReal, words), told(askEmbedded, words)]);
      let [real, ours] = await ask();
      // A cluster publishes the schema of a definition some seconds later.
      for (
        let round = 0;
        round < 30 && command.startsWith('explain gadgets') && real?.code !== 0;
        round += 1
      ) {
        await delay(500);
        [real, ours] = await ask();
      }
      // One that is the same meanwhile is to be taken off the list.
      if (unlike.has(command)) expect(ours).not.toEqual(real);
      else expect(ours).toEqual(real);
    });
  });
});

type Told = Pick<Ran, 'code' | 'stdout' | 'stderr'>;

async function told(ask: Kubectl, words: string): Promise<Told> {
  const { code, stdout, stderr } = await ask(words);
  return { code, stdout: normalText(stdout), stderr: normalText(stderr) };
}
