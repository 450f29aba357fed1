// What an election asks for is what `leaseAccess` says.

import { expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { AccessLog, compareRoles, leaseAccess, rolesFor } from '@kube-rx/rbac';
import { Client, LeaderElector, VirtualClock } from 'kube-rx';

const lease = { name: 'operator', namespace: 'default' };
const named = ['leases.coordination.k8s.io'];

test('an elector asks for its Lease alone, and for what is said of it', async () => {
  const clock = new VirtualClock();
  await using server = new ApiServer({ clock });
  const log = new AccessLog();
  await using client = new Client(
    server.serviceTelling(({ access }) => log.add(access)),
    { clock },
  );
  const elector = new LeaderElector({ ...lease, client, clock, log: false });
  const stop = new AbortController();
  const ended = elector.run({ signal: stop.signal });
  await clock.advance(60_000);
  expect(elector.status.isLeader).toBe(true);
  stop.abort();
  await clock.advance(60_000);
  await ended;
  const manifests = rolesFor(leaseAccess(lease), { ...lease, named });
  expect(compareRoles(manifests, log.accesses, { named })).toEqual({
    missing: [],
    excess: [],
    unknownRoles: [],
  });
});
