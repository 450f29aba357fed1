// The operator of websites once more, as a pure function from a website to what shall be: how it comes about, and what
// has to go, follows from that. Without the DNS, which is no object that a website could own. website-composite.ts

import { Api, Client, type CompositeOptions, type Controller, composite, Manager } from 'kube-rx';
import { Deployment, Service } from 'kube-rx/k8s';
import { deployment, service, status } from './website-children.ts';
import { Website } from './website-kind.ts';

const children = [Deployment, Service] as const;

/** A website with no replicas keeps its Deployment, and has no Service. */
export function websiteComposite(
  client: Client,
  options: Partial<Omit<CompositeOptions<Website, typeof children>, 'children' | 'desired' | 'status'>> = {},
): Controller<Website> {
  return composite(Api.all(client, Website), {
    name: 'website-composite',
    ...options,
    children,
    desired: (site) => [deployment(site), ...(site.spec.replicas === 0 ? [] : [service(site)])],
    status: (site, view) => status(site, { deployment: view.children.of(Deployment)[0] }, view.clock.now()),
  });
}

if (process.argv[1] === import.meta.filename) {
  const client = await Client.tryDefault();
  try {
    await new Manager({ controllers: [websiteComposite(client)] }).run();
  } finally {
    await client.close();
  }
}
