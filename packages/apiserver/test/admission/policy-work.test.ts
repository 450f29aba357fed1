// What policies cost that are not asked, were replaced, or are asked too often.

import { describe, expect, it } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { type HttpMethod, readBody } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { compiled, wantsBool } from '../../src/admission/expressions/expression.ts';
import { hooksBy } from '../../src/admission/policies/hooks.ts';
import { Registered } from '../../src/admission/registered.ts';
import { AdmissionWork, CompiledTooLong } from '../../src/admission/work.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { builtinCodec } from '../../src/registry/codec.ts';
import { Registry } from '../../src/registry/registry.ts';
import { Steps } from '../../src/schema/steps.ts';
import { Revisions } from '../../src/storage/revisions.ts';
import { SortedTree } from '../../src/storage/sorted-tree.ts';
import { StoredObject } from '../../src/storage/stored-object.ts';

type Answer = { readonly message?: string };

const registration = '/apis/admissionregistration.k8s.io/v1';
const policies = `${registration}/validatingadmissionpolicies`;
const namespace = '/api/v1/namespaces/default';
const map = { metadata: { name: 'm' } };

class Server extends ApiServer {
  constructor() {
    super({ resources: catalog });
  }

  async send(method: HttpMethod, path: string, body: object = {}) {
    const request = { method, path, query: [], headers: { 'content-type': 'application/json' } };
    const response = await this.service({ ...request, body: JSON.stringify(body) });
    const answer = JSON.parse(new TextDecoder().decode(await readBody(response.body))) as Answer;
    return { status: response.status, message: answer.message ?? '' };
  }

  async create(path: string, body: object): Promise<void> {
    expect(await this.send('POST', path, body)).toMatchObject({ status: 201 });
  }

  async install(resource: string, spec: object, bindings: readonly object[] = [{}]): Promise<void> {
    const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: [resource] };
    const whole = { matchConstraints: { resourceRules: [rule] }, ...spec };
    await this.create(policies, { metadata: { name: 'p' }, spec: whole });
    for (const [at, binding] of bindings.entries())
      await this.create(`${registration}/validatingadmissionpolicybindings`, {
        metadata: { name: `b${at}` },
        spec: { policyName: 'p', validationActions: ['Deny'], ...binding },
      });
  }
}

describe('policies that are in effect', () => {
  const limits = { history: { changes: 100, bytes: 1e6 }, quota: { bytes: 1e6, objects: 100 } };
  const put = (registry: Registry, plural: string, object: JsonObject): void => {
    registry.find('admissionregistration.k8s.io', 'v1', plural)?.store.put(object);
  };
  const registered = () => {
    const registry = new Registry(new Revisions(), limits);
    registry.addBuiltins(catalog);
    const compiledNow: string[] = [];
    const hooksOf = hooksBy('validating', (stored, terms) => {
      compiledNow.push(`${stored.name} ${stored.revision}`);
      return { ...terms, conditions: [], variables: new Map() };
    });
    const policy = (name: string): void => {
      put(registry, 'validatingadmissionpolicies', { metadata: { name }, spec: {} });
    };
    const bind = (name: string): void => {
      put(registry, 'validatingadmissionpolicybindings', { metadata: { name }, spec: { policyName: name } });
    };
    return { compiledNow, policy, bind, hooks: () => hooksOf({ registry }) };
  };

  it('are compiled when they are asked, once for each version', () => {
    const { compiledNow, policy, bind, hooks } = registered();
    for (const name of ['a', 'b']) {
      policy(name);
      bind(name);
    }
    const work = new AdmissionWork();
    expect(hooks().map(({ terms }) => terms.name)).toEqual(['a', 'b']);
    expect(compiledNow).toEqual([]);
    for (const hook of [...hooks(), ...hooks()]) hook.policy(work);
    expect(compiledNow).toEqual(['a 2', 'b 4']);
    policy('a');
    for (const hook of [...hooks(), ...hooks()]) hook.policy(work);
    expect(compiledNow).toEqual(['a 2', 'b 4', 'a 6']);
  });

  it('are the same list until one of them changes', () => {
    const { policy, bind, hooks } = registered();
    policy('a');
    bind('a');
    const before = hooks();
    expect(hooks()).toBe(before);
    policy('b');
    bind('b');
    expect(hooks().map(({ terms }) => terms.name)).toEqual(['a', 'b']);
    // What has not changed is not made again.
    expect(hooks()[0]?.policy).toBe(before[0]?.policy);
  });
});

it('keeps of what is stored the newest alone, and nothing of what is gone', () => {
  const codec = builtinCodec({});
  const stored = (name: string, revision: number): StoredObject =>
    StoredObject.from({ metadata: { name } }, revision, codec);
  const store = { snapshot: SortedTree.empty<StoredObject>() };
  const made: string[] = [];
  const kept = new Registered(store, ({ name, revision }) => {
    made.push(`${name} ${revision}`);
    return `${name} ${revision}`;
  });
  for (let revision = 1; revision <= 20; revision += 1) {
    store.snapshot = store.snapshot.set('a', stored('a', revision));
    expect(kept.all).toEqual([`a ${revision}`]);
  }
  store.snapshot = store.snapshot.set('b', stored('b', 21));
  expect(kept.all).toEqual(['a 20', 'b 21']);
  store.snapshot = store.snapshot.delete('a');
  expect(kept.all).toEqual(['b 21']);
  expect(made.length).toBe(21);
});

describe('params by a selector', () => {
  const validations = [{ expression: 'object.metadata.name != params.metadata.name' }];
  const spec = { paramKind: { apiVersion: 'v1', kind: 'Secret' }, validations };
  const bindings = (count: number, label: string): object[] =>
    Array.from({ length: count }, () => ({
      paramRef: { selector: { matchLabels: { label } }, parameterNotFoundAction: 'Allow' },
    }));
  const withSecrets = async (label: string): Promise<Server> => {
    const server = new Server();
    await server.install('configmaps', { ...spec, failurePolicy: 'Ignore' }, bindings(350, label));
    for (let i = 0; i < 350; i += 1)
      await server.create(`${namespace}/secrets`, { metadata: { name: `s${i}`, labels: { label: 'a' } } });
    return server;
  };

  it('that are asked about too often refuse a write, whatever their policy says of failures', async () => {
    const server = await withSecrets('a');
    expect(await server.send('POST', `${namespace}/configmaps`, map)).toEqual({
      status: 501,
      message:
        'the embedded API server does not support admission policies and webhooks that take more than 100000000 steps about one request: bind them less often, select fewer params, or match fewer requests',
    });
  });

  it('that are not selected cost little', async () => {
    const server = await withSecrets('b');
    await server.create(`${namespace}/configmaps`, map);
  });
});

it('counts an expression that takes too long to compile as one that is wrong', () => {
  const steps = new Steps(1000, undefined, () => new CompiledTooLong());
  const environment = { hasParams: false, hasAuthorizer: false };
  expect(compiled('"a".matches("b{1,100}")', { environment, wanted: wantsBool, steps })).toMatchObject({
    program: 'compilation failed: the expressions take more than 100000000 steps: shorten them',
  });
});
