// Two electors of client-go and one of ours compete for one Lease of the real API server, and hand over to one another by
// release, by death and by pause.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { buildElector, ElectorProcess, type Language } from './electors/elector-process.ts';
import { follow, type History } from './electors/history.ts';
import { holderOf, type LeaseSpec, type Tenure, tenures, violations } from './electors/lease-law.ts';
import { kubectlOf } from './kubectl.ts';

const [namespace, name] = ['default', 'race'];
const isMember = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

let controlPlane: ControlPlane;
let folder: string;
let leases: History<LeaseSpec>;
let writes: History<string>;
let all: Readonly<Record<'goOne' | 'goTwo' | 'ours', ElectorProcess>>;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  folder = await mkdtemp(join(tmpdir(), 'kube-rx-electors-'));
  await controlPlane.writeKubeconfig(join(folder, 'config'));
  await buildElector(folder);
  await controlPlane.request(`/api/v1/namespaces/${namespace}/configmaps`, { body: { metadata: { name } } });
  const kept = <T>(object: Readonly<Record<string, unknown>>, part: string, read: (value: object) => T): T =>
    read(isMember(object[part]) ? object[part] : {});
  const leasePath = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
  leases = await follow(controlPlane, { path: leasePath, name }, (lease) =>
    kept(lease, 'spec', (spec) => ({ ...spec })),
  );
  const mapPath = `/api/v1/namespaces/${namespace}/configmaps`;
  writes = await follow(controlPlane, { path: mapPath, name }, (map) =>
    kept(map, 'data', (data) => ('writer' in data ? String(data.writer) : '')),
  );
  const race = { folder, namespace, name, times: ['3s', '2s', '0.5s'] } as const;
  const elector = (identity: string, language: Language): ElectorProcess =>
    new ElectorProcess(identity, language, race);
  all = {
    goOne: elector('go-one', 'client-go'),
    goTwo: elector('go-two', 'client-go'),
    ours: elector('kube-rx', 'kube-rx'),
  };
}, 300_000);

afterAll(async () => {
  for (const each of Object.values(all)) await each.kill();
  leases[Symbol.dispose]();
  writes[Symbol.dispose]();
  await controlPlane.stop();
  await rm(folder, { recursive: true });
});

const holder = (): string => holderOf(leases.versions.at(-1)?.content ?? {});

/** Until it says that it leads, and the Lease says so. */
async function untilLeads(elector: ElectorProcess): Promise<void> {
  const { identity } = elector;
  await eventually(`${identity} leads`, () => holder() === identity && elector.claims);
}

type Strike = 'release' | 'death' | 'pause';

/** What befalls a leader; gives what has it compete again. */
async function strike(elector: ElectorProcess, how: Strike): Promise<() => Promise<void>> {
  if (how === 'release') await elector.release();
  else if (how === 'death') await elector.kill();
  else elector.pause();
  return async () => {
    if (how !== 'pause') return elector.join();
    elector.wake();
    await eventually(`${elector.identity} sees that it leads no more`, () => !elector.claims);
  };
}

describe('electors of client-go and ours', () => {
  test.each([
    ['goOne', 'release', 'ours'],
    ['ours', 'release', 'goTwo'],
    ['goTwo', 'death', 'ours'],
    ['ours', 'death', 'goOne'],
    ['goOne', 'pause', 'ours'],
    ['ours', 'pause', 'goTwo'],
    ['goTwo', 'release', 'goOne'],
  ] as const)('%s hands over, by %s, to %s', async (from, how, to) => {
    const [last, next] = [all[from], all[to]];
    await last.join();
    await untilLeads(last);
    await next.join();
    const rejoin = await strike(last, how);
    await untilLeads(next);
    if (how === 'pause') await rejoin();
    if (how !== 'death') await last.release();
  });

  test('hand over to whoever is first where all three compete', async () => {
    const electors = Object.values(all);
    const leader = (): ElectorProcess | undefined =>
      electors.find((each) => each.identity === holder() && each.claims);
    for (const each of electors) await each.join();
    for (const how of ['release', 'death', 'pause', 'release', 'death', 'pause'] as const) {
      await eventually('somebody leads', () => leader() !== undefined);
      const struck = leader();
      if (!struck) continue; // it has lost the Lease by itself
      const rejoin = await strike(struck, how);
      await eventually('another one leads', () => !['', struck.identity].includes(holder()));
      await rejoin();
    }
    for (const each of electors) await each.release();
    // Each has stood aside: what is still to come is the news of it.
    await eventually('nobody holds the Lease', () => holder() === '');
  });

  test('never lead while another may, by the history of the Lease', () => {
    const isOfClientGo = (of: string): boolean => of !== all.ours.identity;
    expect(violations(leases.versions, isOfClientGo)).toEqual([]);
    const led = new Set(tenures(leases.versions).map((tenure) => tenure.holder));
    expect([...led].sort()).toEqual(['go-one', 'go-two', 'kube-rx']);
    expect(tenures(leases.versions).length).toBeGreaterThan(10);
  });

  test('ours says that it leads only while it does', () => {
    const { ours } = all;
    const terms = tenures(leases.versions);
    const others = terms.filter((term) => term.holder !== ours.identity);
    const started = ours.said.filter(({ event }) => event === 'started');
    expect(started.length).toBeGreaterThan(2);
    for (const { at } of started)
      expect(terms.findLast(({ acquiredAt }) => Math.floor(acquiredAt) <= at)?.holder).toBe(ours.identity);
    const stopped = ours.said.filter(({ event }) => event === 'stopped');
    expect(stopped.length).toBeGreaterThan(1);
    for (const { heldAt = Number.POSITIVE_INFINITY } of stopped) {
      const begun = started.findLast(({ at }) => at <= heldAt)?.at ?? 0;
      const later = others.find(({ acquiredAt }) => acquiredAt > begun);
      if (later) expect(heldAt).toBeLessThanOrEqual(later.acquiredAt);
    }
  });

  test('nothing of ours is written but while it leads, also by a process that was paused', () => {
    const { ours } = all;
    const terms = tenures(leases.versions);
    const holderAt = (revision: number): Tenure | undefined =>
      terms.find(({ from, until }) => from < revision && revision < until);
    const mine = writes.versions.filter(({ content }) => content === ours.identity);
    expect(mine.length).toBeGreaterThan(10);
    const stray = mine.filter(({ revision }) => holderAt(revision)?.holder !== ours.identity);
    expect(stray).toEqual([]);
    expect(ours.count('refused')).toBeGreaterThan(0);
  });

  test('kubectl shows who holds the Lease', async () => {
    await all.ours.join();
    await eventually('ours leads', () => holder() === all.ours.identity);
    await using kubectl = await kubectlOf(controlPlane);
    const { output } = await kubectl(`get lease ${name} -n ${namespace}`);
    expect(output.split('\n').map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ['NAME', 'HOLDER'],
      [name, all.ours.identity],
      [''],
    ]);
  });
});
