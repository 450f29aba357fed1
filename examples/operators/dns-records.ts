// The names of websites, in the ConfigMap `dns/dns`. It stands for something outside of the cluster, as a provider of
// DNS: nothing tells when it changes, and it does not go away with a website.

import { Api, type Client, isObjectNotFound } from 'kube-rx';
import { ConfigMap } from 'kube-rx/k8s';
import type { Website } from './website-kind.ts';

/** Host to address. */
type Records = Readonly<Record<string, string>>;

/** Where a host is another website's. */
export class HostTakenError extends Error {
  override readonly name = 'HostTakenError';
}

/** @throws HostTakenError; ApiError (`isNotFound`) where there is no ConfigMap. */
export function withRecord(records: Records, site: Website): Records {
  const { host } = site.spec;
  const holder = Object.hasOwn(records, host) ? records[host] : undefined;
  if (holder === addressOf(site)) return withoutOthers(records, site, host);
  if (holder !== undefined) throw new HostTakenError(`${host} belongs to ${holder}`);
  return { ...withoutOthers(records, site, host), [host]: addressOf(site) };
}

/** The same object where nothing is the website's. */
export function withoutRecords(records: Records, site: Website): Records {
  return withoutOthers(records, site, undefined);
}

/** Publishes the website under its host, and under no earlier one. Writes nothing where nothing differs. */
export async function publish(
  client: Client,
  site: Website,
  signal: AbortSignal,
): Promise<'written' | 'as it was'> {
  return change(client, (records) => withRecord(records, site), signal);
}

/** Does nothing where there is no record, or no ConfigMap: what shall be gone is gone. */
export async function withdraw(client: Client, site: Website, signal: AbortSignal): Promise<void> {
  await change(client, (records) => withoutRecords(records, site), signal).catch((error: unknown) => {
    if (!isObjectNotFound(error)) throw error;
  });
}

async function change(
  client: Client,
  make: (records: Records) => Records,
  signal: AbortSignal,
): Promise<'written' | 'as it was'> {
  let outcome: 'written' | 'as it was' = 'as it was';
  await Api.namespaced(client, ConfigMap, 'dns').modify(
    'dns',
    (dns) => {
      const { data: records = {} } = dns;
      const data = make(records);
      outcome = data === records ? 'as it was' : 'written';
      return data === records ? dns : { ...dns, data };
    },
    { signal },
  );
  return outcome;
}

function addressOf({ metadata: { name, namespace = '' } }: Website): string {
  return `${name}.${namespace}.svc`;
}

function withoutOthers(records: Records, site: Website, host: string | undefined): Records {
  const address = addressOf(site);
  const kept = Object.entries(records).filter(([name, holder]) => name === host || holder !== address);
  return kept.length === Object.keys(records).length ? records : Object.fromEntries(kept);
}
