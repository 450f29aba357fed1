// The files of examples/operators/deployed fit each other. Images are built nowhere here: the Dockerfile is read.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseManifests } from 'kube-rx';
import type { Deployment } from 'kube-rx/k8s';
import { Website } from '../../../../examples/operators/website-kind.ts';

const project = join(import.meta.dirname, '../../../../examples/operators');
const deploy = join(project, 'deployed/deploy');
const objectsOf = (file: string) =>
  parseManifests(readFileSync(join(deploy, file)), file).map(({ object }) => object);

describe('the image', () => {
  const lines = readFileSync(join(project, 'deployed/Dockerfile'), 'utf8').split('\n');
  const words = (instruction: string) =>
    lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.split(' ').slice(1));
  // Of the project, what npm writes apart, as the guide has it.
  const copied = words('COPY').flatMap((each) =>
    each[0]?.startsWith('--from')
      ? []
      : each.slice(0, -1).filter((path) => !/^(package.*\.json|vendor\/)$/.test(path)),
  );

  test('has what it copies, which is the program and all that this imports', () => {
    expect(copied.filter((path) => !existsSync(join(project, path)))).toEqual([]);
    expect(copied.toSorted()).toEqual([...importedBy('deployed/main.ts')].sort());
  });

  test('runs the program without a shell, as a user that a kubelet sees is not root', () => {
    const [command = ''] = lines.filter((line) => line.startsWith('CMD ')).map((line) => line.slice(4));
    const [runtime, program] = JSON.parse(command) as readonly string[];
    expect(runtime).toBe('node');
    expect(copied).toContain(program);
    expect(words('USER').flat().join()).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  test('is made from images with tags', () => {
    expect(words('FROM').length).toBe(2);
    for (const [image] of words('FROM')) expect(image).toMatch(/^[^:]+:[^:]+$/);
  });
});

/** Files of the project, the program included. */
function importedBy(file: string, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(join(project, file), 'utf8');
  for (const [, path = ''] of text.matchAll(/ from '(\.[^']+)';/g))
    importedBy(relative(project, normalize(join(project, dirname(file), path))), found);
  return found;
}

describe('the manifests', () => {
  test('define the kind as the code does', () => {
    expect(objectsOf('websites.example.com.yaml')).toEqual([Website.definition]);
  });

  test('are all in the kustomization', () => {
    const listed = readFileSync(join(deploy, 'kustomization.yaml'), 'utf8').matchAll(/^ {2}- (.+)$/gm);
    const there = readdirSync(deploy).filter((file) => file !== 'kustomization.yaml');
    expect(Array.from(listed, ([, file]) => file).sort()).toEqual(there.sort());
  });

  test('give the program more time to end than it takes, and the heap less than the container has', () => {
    const deployment = objectsOf('operator.yaml')[0] as unknown as Deployment;
    const pod = deployment.spec?.template.spec;
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(30); // stopTimeout of a manager
    const [container] = pod?.containers ?? [];
    const limit = Number(/^(\d+)Mi$/.exec(String(container?.resources?.limits?.['memory']))?.[1]);
    const options = container?.env?.find(({ name }) => name === 'NODE_OPTIONS')?.value;
    expect(Number(/--max-old-space-size=(\d+)/.exec(options ?? '')?.[1])).toBeLessThanOrEqual(limit / 2);
    for (const probe of [container?.livenessProbe, container?.readinessProbe])
      expect(container?.ports?.map(({ name }) => name)).toContain(probe?.httpGet?.port);
  });
});
