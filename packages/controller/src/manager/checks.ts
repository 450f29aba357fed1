// What a manager's probes ask.
//
// Liveness is for what a restart mends. That a cluster is down is nothing of that kind: a restart would lose the caches,
// and bring nothing back. Readiness says whether this process could do its work, so one on standby is ready: otherwise an
// update that waits for the new Pod would never end the old one, which leads.

import { type ControllerStatus } from '../controller/controller-status.ts';
import { reasonOf, unsynced } from '../source/source-status.ts';
import type { NamedElector } from './elections.ts';
import type { NamedCheck } from './health-check.ts';
import type { ManagedCache, ManagedController } from './managed.ts';

export function electionCheck({ name, elector }: NamedElector): NamedCheck {
  return { name: `election/${name}`, check: () => failFor(elector.health()) };
}

export function controllerCheck(controller: ManagedController): NamedCheck {
  const { name } = controller;
  return { name: `controller/${name}`, check: () => failFor(unreadyReason(controller.status)) };
}

export function cacheCheck(name: string, cache: ManagedCache): NamedCheck {
  const reason = (): string | undefined => cache.status && reasonOf(cache.status);
  return {
    name: `cache/${name}`,
    check: () => failFor(cache.status?.synced === false ? (reason() ?? 'not ready') : undefined),
  };
}

function unreadyReason({ phase, sources }: ControllerStatus): string | undefined {
  switch (phase) {
    case 'idle':
      return 'it does not run';
    case 'syncing':
      return unsynced(sources) ?? 'it has no source yet';
    case 'draining':
      return 'it ends';
    // One cluster is enough: the others are waited for one by one.
    case 'standby':
    case 'running':
      return undefined;
  }
}

function failFor(reason: string | undefined): void {
  if (reason !== undefined) throw new Error(reason);
}
