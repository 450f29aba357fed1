import { describe, expect, test } from '@jest/globals';
import { type Reply, TestServer } from '../support/test-server.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const tokens = { root: { name: 'root', groups: ['system:masters'] } };
const root = { headers: { authorization: 'Bearer root' } };

class Roles {
  readonly server = new TestServer({ tokens, rbac: true });

  write(name: string, more: object, labels: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const body = { metadata: { name, labels }, ...more };
    return this.server.ask('PUT', `${rbac}/clusterroles/${name}`, { body, ...root });
  }

  async rules(name: string): Promise<unknown> {
    const { body } = await this.server.ask('GET', `${rbac}/clusterroles/${name}`, root);
    return (body as unknown as { readonly rules: unknown }).rules;
  }

  bind(role: string, user: string): Promise<Reply> {
    const roleRef = { kind: 'ClusterRole', name: role };
    const body = { metadata: { name: `${role}-${user}` }, roleRef, subjects: [{ kind: 'User', name: user }] };
    return this.server.ask('POST', `${rbac}/clusterrolebindings`, { body, ...root });
  }

  /** `what`: as `get deployments.apps`. */
  async may(user: string, what: string): Promise<boolean> {
    const [verb = '', of = ''] = what.split(' ');
    const [resource = '', ...group] = of.split('.');
    const resourceAttributes = { verb, resource, group: group.join('.') };
    const body = { spec: { user, resourceAttributes } };
    const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
    const reply = await this.server.ask('POST', path, { body, ...root });
    return (reply.body.status as unknown as { readonly allowed: boolean }).allowed;
  }
}

const rule = (verb: string, resource: string, group = ''): object => ({
  verbs: [verb],
  apiGroups: [group],
  resources: [resource],
});
const gathers = (...labels: readonly Readonly<Record<string, string>>[]): object => ({
  aggregationRule: { clusterRoleSelectors: labels.map((matchLabels) => ({ matchLabels })) },
});

describe('a role that gathers others', () => {
  test('has their rules by selector and name, each once, whoever comes first', async () => {
    const roles = new Roles();
    await roles.write('b', { rules: [rule('get', 'pods'), rule('get', 'nodes')] }, { to: 'all' });
    await roles.write('all', { ...gathers({ also: 'x' }, { to: 'all' }), rules: [rule('delete', 'pods')] });
    expect(await roles.rules('all')).toEqual([rule('get', 'pods'), rule('get', 'nodes')]);
    await roles.write('a', { rules: [rule('list', 'pods'), rule('get', 'pods')] }, { to: 'all' });
    await roles.write('z', { rules: [rule('watch', 'pods')] }, { also: 'x' });
    expect(await roles.rules('all')).toEqual([
      rule('watch', 'pods'),
      rule('list', 'pods'),
      rule('get', 'pods'),
      rule('get', 'nodes'),
    ]);
    await roles.server.ask('DELETE', `${rbac}/clusterroles/a`, root);
    await roles.write('b', { rules: null }, { to: 'all' });
    expect(await roles.rules('all')).toEqual([rule('watch', 'pods')]);
    await roles.write('z', { rules: [rule('watch', 'pods')] });
    expect(await roles.rules('all')).toBeNull();
  });

  test('gathers through others, and from itself in a circle, without end', async () => {
    const roles = new Roles();
    for (const name of ['a', 'b', 'c'])
      await roles.write(name, gathers({ to: name }), { to: 'abc'['bca'.indexOf(name)] ?? '' });
    await roles.write('d', { rules: [rule('get', 'pods')] }, { to: 'a' });
    for (const name of ['a', 'b', 'c']) expect(await roles.rules(name)).toEqual([rule('get', 'pods')]);
  });

  test('is written once for each role above it that has changed, in a chain too', async () => {
    const roles = new Roles();
    const length = 40;
    for (let at = 0; at < length; at += 1)
      await roles.write(`r${100 + at}`, gathers({ to: `l${at + 1}` }), { to: `l${at}` });
    const before = roles.server.server.revision;
    await roles.write('a', { rules: [rule('get', 'pods')] }, { to: `l${length}` });
    expect(await roles.rules('r100')).toEqual([rule('get', 'pods')]);
    expect(roles.server.server.revision - before).toBe(length + 1);
  });

  test('keeps its rules where those that it gathers are more than an object may hold', async () => {
    const roles = new Roles();
    await roles.write('all', gathers({ to: 'all' }));
    const large = (group: string): object => ({
      rules: [
        { ...rule('get', 'pods'), apiGroups: Array.from({ length: 60_000 }, (_, at) => `${group}${at}`) },
      ],
    });
    const first = large('first');
    await roles.write('b', first, { to: 'all' });
    await roles.write('c', large('second'), { to: 'all' });
    expect({ rules: await roles.rules('all') }).toEqual(first);
    await roles.write('b', { rules: [] }, { to: 'all' });
    expect({ rules: await roles.rules('all') }).toEqual(large('second'));
  });

  test('gives what it gathers', async () => {
    const roles = new Roles();
    await roles.write('all', gathers({ to: 'all' }));
    await roles.bind('all', 'jane');
    expect(await roles.may('jane', 'get pods')).toBe(false);
    await roles.write('b', { rules: [rule('get', 'pods')] }, { to: 'all' });
    expect(await roles.may('jane', 'get pods')).toBe(true);
  });
});

describe('the roles of every cluster', () => {
  test.each([
    [
      'view',
      ['get pods', 'list configmaps', 'watch deployments.apps'],
      ['get secrets', 'create pods', 'get roles.rbac.authorization.k8s.io'],
    ],
    [
      'edit',
      ['get pods', 'get secrets', 'create pods', 'patch deployments.apps'],
      ['create roles.rbac.authorization.k8s.io', 'create resourcequotas'],
    ],
    [
      'admin',
      ['get pods', 'get secrets', 'create roles.rbac.authorization.k8s.io'],
      ['create resourcequotas', 'get nodes'],
    ],
    ['cluster-admin', ['get nodes', 'create resourcequotas', 'do anything.example.com'], []],
    ['missing', [], ['get pods']],
  ])('are there: %s', async (role, allowed, refused) => {
    const roles = new Roles();
    await roles.bind(role, 'jane');
    for (const what of allowed) expect([what, await roles.may('jane', what)]).toEqual([what, true]);
    for (const what of refused) expect([what, await roles.may('jane', what)]).toEqual([what, false]);
  });

  test('are joined by stored ones that are labelled so', async () => {
    const roles = new Roles();
    for (const role of ['view', 'edit', 'admin']) await roles.bind(role, `${role}er`);
    const label = { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' };
    await roles.write('crons', { rules: [rule('get', 'crontabs', 'example.com')] }, label);
    const who = ['viewer', 'editer', 'adminer'];
    const may = await Promise.all(who.map((user) => roles.may(user, 'get crontabs.example.com')));
    expect(may).toEqual([false, true, true]);
  });

  test('join stored ones, and make room for those of their name', async () => {
    const roles = new Roles();
    await roles.write('mine', gathers({ 'rbac.authorization.k8s.io/aggregate-to-view': 'true' }));
    await roles.bind('mine', 'jane');
    expect(await roles.may('jane', 'list configmaps')).toBe(true);
    await roles.bind('view', 'joe');
    await roles.write('view', { rules: [rule('get', 'nodes')] });
    expect([await roles.may('joe', 'get nodes'), await roles.may('joe', 'get pods')]).toEqual([true, false]);
  });
});
