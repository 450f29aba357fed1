// Competes for a Lease as a program with kube-rx does. What it is started with, is told and says: elector-process.ts. Its
// twin is controlplane/elector.

import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Api, Client, Kubeconfig, resolveContext } from '@kube-rx/client';
import { LeaderElector, type LeadershipTerm, leaderLayer, NotLeaderError } from '@kube-rx/controller';
import { ConfigMap } from '@kube-rx/k8s';

const [file = '', namespace = '', name = '', identity = '', ...times] = process.argv.slice(2);
const [leaseDuration = 0, renewDeadline = 0, retryPeriod = 0] = times.map(
  (duration) => Number(duration.replace('s', '')) * 1000,
);
const client = Client.fromConfig(await resolveContext(await Kubeconfig.read([file])));
const elector = new LeaderElector({
  client,
  name,
  namespace,
  identity,
  leaseDuration,
  renewDeadline,
  retryPeriod,
  log: false,
});
let writing: Promise<void> = Promise.resolve();
let draining = new AbortController();
let stop = new AbortController();
let running: Promise<unknown> = Promise.resolve();
let isToFreeze = false;

elector.onTerm((term) => {
  isToFreeze = false;
  say('started');
  const heldAt = { time: new Date() };
  term.signal.addEventListener('abort', () => tell({ event: 'stopped', heldAt: heldAt.time.toISOString() }));
  writing = write(term, heldAt);
});

say('ready');
for await (const line of createInterface(process.stdin))
  if (line === 'join') void join();
  else if (line === 'release') stop.abort();
  else if (line === 'freeze') isToFreeze = elector.term !== undefined;
process.exit();

async function join(): Promise<void> {
  await running;
  stop = new AbortController();
  draining = new AbortController();
  const beforeRelease = async (): Promise<void> => {
    draining.abort();
    await writing;
  };
  running = elector.run({ signal: stop.signal, beforeRelease });
  await running;
  say('aside');
}

/** Tries to write for as long as it may, and once more: what comes too late must be refused. */
async function write({ isHeld, signal }: LeadershipTerm, heldAt: { time: Date }): Promise<void> {
  const term = { isHeld, signal };
  const maps = Api.namespaced(client.layered([leaderLayer(term)]), ConfigMap, namespace);
  while (!draining.signal.aborted) {
    const at = new Date();
    if (isHeld()) heldAt.time = at;
    try {
      await maps.patch.merge(name, { data: { writer: identity, at: at.toISOString() } });
    } catch (error) {
      if (error instanceof NotLeaderError) say('refused');
      if (signal.aborted || error instanceof NotLeaderError) return;
      console.error('a write failed:', error);
    }
    await delay(100);
    if (isToFreeze) freeze();
  }
}

/** Between two writes, as what is on its way arrives. Goes on when somebody sends SIGCONT. */
function freeze(): void {
  isToFreeze = false;
  process.kill(process.pid, 'SIGSTOP');
}

function say(event: string): void {
  tell({ event });
}

function tell(line: Readonly<Record<string, string>>): void {
  console.log(JSON.stringify({ ...line, at: new Date().toISOString() }));
}
