// The pure parts of the website operators: no server, no clock.

import { describe, expect, test } from '@jest/globals';
import type { Deployment } from 'kube-rx/k8s';
import { HostTakenError, withoutRecords, withRecord } from '../../../../examples/operators/dns-records.ts';
import { deployment, service, status } from '../../../../examples/operators/website-children.ts';
import type { Website } from '../../../../examples/operators/website-kind.ts';

const site: Website = {
  metadata: { name: 'front', namespace: 'shop', generation: 3 },
  spec: { host: 'front.example.com', image: 'web:2', replicas: 4 },
};

const available: Deployment = {
  metadata: { name: 'front' },
  status: { readyReplicas: 4, conditions: [{ type: 'Available', status: 'True' }] },
};

const now = Date.UTC(2026, 0, 2, 3, 4, 5);
const later = now + 60_000;

describe('the children of a website', () => {
  test('run its image as often as it says', () => {
    expect(deployment(site).spec).toMatchObject({
      replicas: 4,
      template: { spec: { containers: [{ image: 'web:2' }] } },
    });
  });

  test('have its name and its namespace, and find each other by their labels', () => {
    for (const child of [deployment(site), service(site)])
      expect(child.metadata).toMatchObject({ name: 'front', namespace: 'shop' });
    expect(service(site).spec?.selector).toEqual(deployment(site).spec?.template.metadata?.labels);
    expect(deployment(site).spec?.selector.matchLabels).toEqual(service(site).spec?.selector);
  });

  test('are one replica of nginx where the website does not say', () => {
    const { spec } = deployment({ ...site, spec: { host: 'a.example.com' } });
    expect(spec).toMatchObject({
      replicas: 1,
      template: { spec: { containers: [{ image: 'nginx:1.29' }] } },
    });
  });
});

describe('the status of a website', () => {
  const taken = { reason: 'HostTaken', message: 'taken' };

  test.each([
    {
      title: 'is deploying while there is no Deployment',
      observed: { deployment: undefined },
      says: 'Deploying',
    },
    {
      title: 'is deploying while none is available',
      observed: { deployment: { metadata: { name: 'front' } } },
      says: 'Deploying',
    },
    { title: 'is ready with its Deployment', observed: { deployment: available }, says: 'Available' },
    {
      title: 'is not ready where something stands in the way',
      observed: { deployment: available, obstacle: taken },
      says: 'HostTaken',
    },
  ])('$title', ({ observed, says }) => {
    const ready = says === 'Available' ? 'True' : 'False';
    expect(status(site, observed, now).conditions).toEqual([
      expect.objectContaining({ type: 'Ready', status: ready, reason: says, observedGeneration: 3 }),
    ]);
  });

  test('is the same a minute later, so that nothing is written', () => {
    const first = status(site, { deployment: available }, now);
    expect(status({ ...site, status: first }, { deployment: available }, later)).toEqual(first);
  });

  test('has the time of the last change', () => {
    const first = status(site, { deployment: undefined }, now);
    const second = status({ ...site, status: first }, { deployment: available }, later);
    expect(second.conditions?.[0]?.lastTransitionTime).toBe('2026-01-02T03:05:05Z');
  });
});

describe('the records of websites', () => {
  const front = { 'front.example.com': 'front.shop.svc' };
  const others = { 'b.example.com': 'b.shop.svc' };

  test('get the host of a website', () => {
    expect(withRecord(others, site)).toEqual({ ...others, ...front });
  });

  test('lose the host that a website had before', () => {
    expect(withRecord({ ...others, 'old.example.com': 'front.shop.svc' }, site)).toEqual({
      ...others,
      ...front,
    });
  });

  test('are the same object where nothing differs', () => {
    const records = { ...others, ...front };
    expect(withRecord(records, site)).toBe(records);
    expect(withoutRecords(others, site)).toBe(others);
  });

  test("keep a host that is another website's", () => {
    const taken = { 'front.example.com': 'front.other.svc' };
    expect(() => withRecord(taken, site)).toThrow(HostTakenError);
    expect(withoutRecords(taken, site)).toBe(taken);
  });

  test('take a host that is called as something of every object', () => {
    const odd: Website = { ...site, spec: { host: 'constructor' } };
    expect(withRecord({}, odd)).toEqual({ constructor: 'front.shop.svc' });
  });

  test('lose all of a website that goes, and nothing else', () => {
    expect(withoutRecords({ ...others, ...front }, site)).toEqual(others);
  });
});
