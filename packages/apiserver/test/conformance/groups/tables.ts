import { samples } from '../samples/samples.ts';
import type { Group } from '../session.ts';

// How `kubectl get` prints an object of each kind, fresh and with a status. Cluster-scoped ones are gone afterwards,
// so that other groups do not see them.
export const group: Group = async (t) => {
  for (const { path: place, object, status } of samples) {
    const isNamespaced = place.includes('NAMESPACE');
    const path = place.replace('NAMESPACE', t.namespace);
    const name = `${path}/${object.metadata.name}`;
    const print = (only: string): Promise<unknown> =>
      t.get(
        name,
        { includeObject: 'None' },
        { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }, only: [only, 'message'] },
      );
    await t.post(path, object, { only: ['message'] });
    await print('columnDefinitions');
    await print('rows');
    for (const next of status ?? []) {
      await t.merge(`${name}/status`, { status: next }, { only: ['message'] });
      await print('rows');
    }
    if (!isNamespaced) await t.remove(name);
  }
};
