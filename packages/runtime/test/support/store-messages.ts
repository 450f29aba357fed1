// What audits tell.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type StoreMessage, storeChannel } from '../../src/logging/watch-channel.ts';

/** The results of all audits of the process, each with the time when it was told. */
export function auditResults(now: () => number) {
  const told: [number, object][] = [];
  const listen = (message: unknown): void => {
    const members = Object.entries(message as StoreMessage);
    const result = Object.fromEntries(members.filter(([name]) => name !== 'type' && name !== 'store'));
    if ((message as StoreMessage).type === 'audited') told.push([now(), result]);
  };
  subscribe(storeChannel, listen);
  return { told, stop: () => unsubscribe(storeChannel, listen) };
}
