// Every namespace has a ServiceAccount of the name `default`, where pods need one.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/serviceaccount/serviceaccounts_controller.go

import { objectKey } from '@kube-rx/core';
import { writeNow } from '../admission/write-now.ts';
import { textAt } from '../json/json.ts';
import type { ServerContext } from '../server-context.ts';
import { createObject } from '../strategy/create.ts';
import { ownWrite } from '../strategy/write-options.ts';
import type { Controller } from './controller.ts';

const name = 'default';

export const serviceAccountController: Controller = {
  afterWrite(server, { served, stored, deleted }) {
    const { group, plural } = served.resource;
    if (group !== '') return;
    if (plural === 'namespaces' && !deleted) makeAccount(server, stored.name);
    if (plural === 'serviceaccounts' && deleted && stored.name === name)
      makeAccount(server, stored.namespace);
  },
  resume(server, { store, object }) {
    if (store === 'namespaces') makeAccount(server, textAt(object, 'metadata', 'name'));
  },
};

function makeAccount(server: ServerContext, namespace: string): void {
  const accounts = server.registry.find('', 'v1', 'serviceaccounts');
  if (!accounts || !server.plugins.has('ServiceAccount')) return;
  const stored = server.registry.find('', 'v1', 'namespaces')?.store.get(namespace);
  if (!stored || stored.terminating || accounts.store.get(objectKey(name, namespace))) return;
  const object = { metadata: { name } };
  writeNow(createObject(server, accounts, { ...ownWrite(), namespace, object }));
}
