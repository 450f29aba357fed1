// The proof of the pudding: what cache and watch have, against what the server has.

import { type Api, type KubeObject, objectKey, type Reflector } from 'kube-rx';
import { filter, firstValueFrom, map, merge, type Observable, startWith, timer } from 'rxjs';

export interface AuditResult {
  readonly passed: boolean;
  readonly text: string;
}

// What is still under way may take a moment; what is wrong stays wrong.
const patienceMs = 10_000;

/** Waits until the cache equals the server's state, which nobody may be writing meanwhile. */
export async function auditCache<K extends KubeObject>(
  api: Api<K>,
  cache: Reflector<K>,
): Promise<AuditResult> {
  const truth = new Map<string, string | undefined>();
  for await (const { metadata } of api.listAll())
    truth.set(objectKey(metadata.name, metadata.namespace), metadata.resourceVersion);
  const isEqual$ = cache.changes$.pipe(
    startWith(undefined),
    map(() => differences(truth, cache).length === 0),
  );
  if (await becomesTrue(isEqual$))
    return {
      passed: true,
      text: `the cache equals the server: ${truth.size} pods, each in the same version`,
    };
  return { passed: false, text: `the cache differs: ${differences(truth, cache).join(', ')}` };
}

/** Waits until the last object that a watch told of is the one that the server has. */
export async function auditLatest<K extends KubeObject>(
  api: Api<K>,
  object$: Observable<K>,
): Promise<AuditResult> {
  const [truth] = await api.list();
  const { name, resourceVersion } = truth?.metadata ?? {};
  const isLatest$ = object$.pipe(map(({ metadata }) => metadata.resourceVersion === resourceVersion));
  const passed = await becomesTrue(isLatest$);
  return {
    passed,
    text: `the watch ${passed ? 'has' : 'has not'} told the last version of ${name ?? 'nothing'}`,
  };
}

function becomesTrue(condition$: Observable<boolean>): Promise<boolean> {
  const late$ = timer(patienceMs).pipe(map(() => false));
  return firstValueFrom(merge(condition$.pipe(filter(Boolean)), late$), { defaultValue: false });
}

function differences<K extends KubeObject>(
  truth: ReadonlyMap<string, string | undefined>,
  { store }: Reflector<K>,
): string[] {
  const wrong = [...truth].flatMap(([key, version]) => {
    const held = store.get(key)?.metadata.resourceVersion;
    return held === version ? [] : [`${key} is at ${version ?? 'none'}, in the cache at ${held ?? 'none'}`];
  });
  const ghosts = [...store.keys()].filter((key) => !truth.has(key)).map((key) => `${key} no longer exists`);
  return [...wrong, ...ghosts];
}
