// What a decision looks at, counted: a user may have thousands of bindings and rules, and others of their own.

import { describe, expect, jest, test } from '@jest/globals';
import { escalation } from '../../src/access/escalation.ts';
import { covers, grantsPath } from '../../src/access/policy-rule.ts';
import { judge } from '../../src/access/rbac.ts';
import { RuleSet } from '../../src/access/rule-set.ts';
import { TestServer } from '../support/test-server.ts';

const user = { name: 'jane', groups: [] };
const asked = { verb: 'get', group: '', resource: 'r7', subresource: '', namespace: '', name: '' };

/** A rule that tells how often it was looked at. */
function counted(resource: string): { readonly rule: object; readonly looks: () => number } {
  let looks = 0;
  const rule = {
    apiGroups: [''],
    resources: [resource],
    get verbs() {
      looks += 1;
      return ['list'];
    },
  };
  return { rule, looks: () => looks };
}

function many<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

describe('a decision', () => {
  test('looks at the rules that name the resource alone', () => {
    const kept = many(10_000, (at) => counted(`r${at}`));
    expect(new RuleSet(kept.map(({ rule }) => rule as Record<string, never>)).allows(asked)).toBe(false);
    expect(kept.reduce((sum, { looks }) => sum + looks(), 0)).toBe(1);
  });

  test('looks at a role once, however often it is bound', () => {
    const { rule, looks } = counted('r7');
    const set = new RuleSet([rule as Record<string, never>]);
    const bound = { namespace: '', roleRef: { kind: 'ClusterRole', name: 'r' }, reason: '' };
    const source = { bindingsOf: () => many(10_000, () => bound), rulesOf: () => set };
    expect(judge(source, user, asked).allowed).toBe(false);
    expect(looks()).toBe(1);
  });

  test('decodes a role and a binding once, whoever has been bound since', async () => {
    const tokens = { root: { name: 'root', groups: ['system:masters'] }, jane: user };
    const server = new TestServer({ tokens, rbac: true });
    const write = (plural: string, name: string, more: object): Promise<unknown> =>
      server.ask('POST', `/apis/rbac.authorization.k8s.io/v1/${plural}`, {
        body: { metadata: { name }, ...more },
        headers: { authorization: 'Bearer root' },
      });
    const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
    const bind = (name: string, to: string): Promise<unknown> =>
      write('clusterrolebindings', name, {
        roleRef: { kind: 'ClusterRole', name: 'reader' },
        subjects: [{ kind: 'User', name: to }],
      });
    await write('clusterroles', 'reader', { rules });
    for (const at of many(50, (index) => index)) await bind(`b${at}`, at === 0 ? 'jane' : `u${at}`);
    const read = (): Promise<unknown> =>
      server.ask('GET', '/api/v1/namespaces/default/secrets/a', {
        headers: { authorization: 'Bearer jane' },
      });
    await read();
    await bind('new', 'somebody');
    const parse = jest.spyOn(JSON, 'parse');
    await read();
    const texts = parse.mock.calls
      .map(([text]) => text)
      .filter((text) => text.includes('rbac.authorization.k8s.io/v1'));
    parse.mockRestore();
    expect(texts.map((text) => (JSON.parse(text) as { metadata: { name: string } }).metadata.name)).toEqual([
      'new',
    ]);
  });
});

describe('a comparison of what is granted', () => {
  const list = (count: number): string[] => many(count, (at) => `v${at}`);

  test('of more combinations than anybody can count is refused', () => {
    const rule = {
      verbs: list(5_000),
      apiGroups: list(5_000),
      resources: list(5_000),
      resourceNames: list(5_000),
    };
    expect(escalation(user, { sets: [], problem: '' }, [rule])).toBe(
      'user "jane" (groups=[]) is attempting to grant RBAC permissions that are too many to compare with those held',
    );
    expect(escalation(user, { sets: [new RuleSet([rule])], problem: '' }, [rule])).toBeUndefined();
  });

  test('of as many paths is refused', () => {
    const paths = (end: string): string[] => many(20_000, (at) => `/${'x'.repeat(100)}${at}${end}`);
    const held = new RuleSet([{ verbs: ['get'], nonResourceURLs: paths('*') }]);
    const rule = { verbs: ['get'], nonResourceURLs: paths('/y/z') };
    expect(escalation(user, { sets: [held], problem: '' }, [rule])).toContain('too many to compare');
  });

  test('tells no more lines than can be read', () => {
    const rules = many(5_000, (at) => ({ verbs: ['get'], apiGroups: [''], resources: [`r${at}`] }));
    const text = escalation(user, { sets: [], problem: '' }, rules);
    expect(text?.split('\n')).toHaveLength(1_002);
    expect(text).toMatch(/\nand 4000 more$/);
  });

  test('takes lists of any length', () => {
    const rule = { verbs: list(200_000), apiGroups: [''], resources: list(200_000) };
    expect(covers(rule, rule)).toBe(true);
    expect(covers(rule, { ...rule, verbs: [...list(200_000), 'another'] })).toBe(false);
  });

  test('takes paths of many stars', () => {
    const url = `/${`${'*'.repeat(100_000)}x`.repeat(2)}*`;
    expect(grantsPath({ verbs: ['get'], nonResourceURLs: [url] }, 'get', '/a')).toBe(false);
    expect(grantsPath({ verbs: ['get'], nonResourceURLs: [`/a${'*'.repeat(100_000)}`] }, 'get', '/abc')).toBe(
      true,
    );
  });
});
