// `npm start`: watch a resource, keep a cache of it, survive trouble. Without a cluster this tells a story on an
// embedded API server, in which the trouble is made on purpose; with one it watches that.
//
//   npm start                        about a minute, then a summary; exit code 1 if a check failed
//   npm start -- --fast              the same in a few seconds, for CI
//   npm start -- --forever           again and again, until Ctrl-C
//   npm start -- --context NAME      the pods of your cluster, untouched, until Ctrl-C

import { parseArgs } from 'node:util';
import { KubeError } from 'kube-rx';
import { watchCluster } from './cluster.ts';
import { LiveView } from './live-view.ts';
import { PlainView } from './plain-view.ts';
import { tellStory } from './story.ts';
import type { View } from './view.ts';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());

try {
  process.exitCode = (await run(stop.signal)) ? 0 : 1;
} catch (error) {
  if (!(error instanceof KubeError || error instanceof TypeError)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
}

async function run(signal: AbortSignal): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      fast: { type: 'boolean', default: false },
      forever: { type: 'boolean', default: false },
      context: { type: 'string' },
      kubeconfig: { type: 'string' },
    },
  });
  const { fast, forever, context, kubeconfig } = values;
  const view: View = process.stdout.isTTY && !process.env['CI'] ? new LiveView() : new PlainView();
  try {
    if (context === undefined && kubeconfig === undefined)
      return await tellStory({ view, fast, forever, signal });
    await watchCluster({ view, context, kubeconfig, signal });
    return true;
  } finally {
    view.close();
  }
}
