// Policies under which requests are sent. Each is about the objects that carry its name as a label, so that all of
// them are loaded together: a real server takes a second to notice.

import { setTimeout } from 'node:timers/promises';
import type { Ask, Session } from '../session.ts';

export interface PolicyCase {
  /** The spec of the policy; what is left out is about ConfigMaps that are created, and fails. */
  readonly policy: object;
  /** The spec of the binding. Default: it denies. */
  readonly binding?: object;
  /** What is sent. Default: a ConfigMap is created. */
  readonly send?: (t: Session, labels: Labels, ask: Ask) => Promise<unknown>;
}

export type Labels = Readonly<Record<string, string>>;
export type Kind = 'Validating' | 'Mutating';

const registration = '/apis/admissionregistration.k8s.io/v1';
const created = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['configmaps'],
};

export function about(...rules: readonly object[]): object {
  return { resourceRules: rules.map((rule) => ({ ...created, ...rule })) };
}

export function mapWith(labels: Labels, more: object = {}): object {
  return { metadata: { name: 'asked', labels }, data: { a: '1' }, ...more };
}

/** Installs all policies, sends what is to be sent under each that is taken, and takes them away. */
export async function playPolicies(
  t: Session,
  kind: Kind,
  cases: Readonly<Record<string, PolicyCase>>,
): Promise<void> {
  const names = Object.keys(cases);
  const taken: string[] = [];
  for (const name of names) {
    const { policy, binding = {} } = cases[name] ?? { policy: {} };
    if (await install(t, kind, { name, policy, binding })) taken.push(name);
  }
  const last = sentinel(t, kind);
  await install(t, kind, last);
  await loaded(t, last.name);
  for (const name of taken) {
    const { send = createMap } = cases[name] ?? {};
    await send(t, { case: name.replaceAll(' ', '-') }, { note: name, query: { dryRun: 'All' } });
  }
  for (const name of [...names, last.name])
    for (const plural of ['policybindings', 'policies'])
      await t.delete(pathOf(kind, plural, name), undefined, { quiet: true });
}

function createMap(t: Session, labels: Labels, ask: Ask): Promise<unknown> {
  return t.post(t.at('configmaps'), mapWith(labels), ask);
}

function pathOf(kind: Kind, plural: string, name = ''): string {
  return `${registration}/${kind.toLowerCase()}admission${plural}${name && `/${slug(name)}`}`;
}

function slug(name: string): string {
  return `case-${name.replaceAll(' ', '-')}`;
}

interface Installed {
  readonly name: string;
  readonly policy: object;
  readonly binding: object;
}

async function install(session: Session, kind: Kind, { name, policy, binding }: Installed): Promise<boolean> {
  const spec = { ...(kind === 'Mutating' && { reinvocationPolicy: 'Never' }), ...policy };
  const given = (spec as { readonly matchConstraints?: object }).matchConstraints ?? about({});
  const matchConstraints = { objectSelector: { matchLabels: { case: name.replaceAll(' ', '-') } }, ...given };
  const own = { metadata: { name: slug(name) } };
  const policies = await session.post(
    pathOf(kind, 'policies'),
    { ...own, spec: { ...spec, matchConstraints } },
    { only: ['message'], note: name, inOrder: true },
  );
  const actions = kind === 'Validating' ? { validationActions: ['Deny'] } : {};
  const bindings = await session.post(
    pathOf(kind, 'policybindings'),
    { ...own, spec: { policyName: slug(name), ...actions, ...binding } },
    { quiet: true },
  );
  if (bindings.status !== 201) throw new Error(`${name}: ${JSON.stringify(bindings.object)}`);
  return policies.status === 201;
}

// Of another name in each group: that of the group before may still work.
function sentinel({ namespace }: Session, kind: Kind): Installed {
  const policy =
    kind === 'Validating'
      ? { validations: [{ expression: 'false' }] }
      : {
          mutations: [
            {
              patchType: 'JSONPatch',
              jsonPatch: { expression: '[JSONPatch{op: "remove", path: "/none"}]' },
            },
          ],
        };
  return { name: `sentinel-${kind.toLowerCase()}-${namespace}`, policy, binding: {} };
}

// The last policy that was made works: so do those before it.
async function loaded(session: Session, name: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const probe = mapWith({ case: name });
    const { status } = await session.post(session.at('configmaps'), probe, {
      quiet: true,
      query: { dryRun: 'All' },
    });
    if (status >= 400) return;
    await setTimeout(50);
  }
  throw new Error(`${name} has not been loaded`);
}
