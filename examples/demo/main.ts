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
import { printable, type View } from './view.ts';

const usage = `Usage: npm start -- [options]

Without options: a story of about a minute on an embedded API server; exit code 1 if a check failed.

  --fast               the same in a few seconds
  --forever            again and again, until Ctrl-C
  --context NAME       the pods of your cluster, untouched, until Ctrl-C
  --kubeconfig FILE    the same with this kubeconfig
  --help               this text
`;

const options = {
  fast: { type: 'boolean', default: false },
  forever: { type: 'boolean', default: false },
  context: { type: 'string' },
  kubeconfig: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const stop = new AbortController();
for (const [name, code] of Object.entries(signals))
  process.on(name, () => {
    if (stop.signal.aborted) process.exit(code);
    stop.abort();
  });

try {
  process.exitCode = (await run(stop.signal)) ? 0 : 1;
} catch (error) {
  if (!(error instanceof KubeError || isUsageError(error))) throw error;
  const hint = error instanceof KubeError ? '' : ' (npm start -- --help shows what there is)';
  process.stderr.write(`error: ${printable(error.message)}${hint}\n`);
  process.exitCode = 1;
}

function isUsageError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

async function run(signal: AbortSignal): Promise<boolean> {
  const { fast, forever, context, kubeconfig, help } = parseArgs({ options }).values;
  if (help) {
    process.stdout.write(usage);
    return true;
  }
  const { stdout } = process;
  const isScreen = stdout.isTTY && process.env['TERM'] !== 'dumb' && !process.env['CI'];
  const view: View = isScreen ? new LiveView(stdout) : new PlainView();
  try {
    if (context === undefined && kubeconfig === undefined)
      return await tellStory({ view, fast, forever, signal });
    await watchCluster({ view, context, kubeconfig, signal });
    return true;
  } finally {
    view.close();
  }
}
