import type { LedgerEntry } from '../../src/ledger.ts';

/** A patch of the object `shop/a` at 0 ms, which makes it version 7. */
export function patchOf(of: Partial<LedgerEntry> & Pick<LedgerEntry, 'client' | 'owner'>): LedgerEntry {
  return {
    at: 0,
    epoch: 0,
    verb: 'patch',
    resource: 'deployments.apps',
    key: 'shop/a',
    uid: 'child',
    resourceVersion: '7',
    isKnown: true,
    ownerBefore: of.owner,
    leaving: false,
    gone: false,
    effective: true,
    request: { method: 'PATCH', path: '/', query: [], headers: {} },
    ...of,
  };
}
