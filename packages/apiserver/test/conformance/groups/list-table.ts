import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

// Every combination of resourceVersion, resourceVersionMatch, limit and continue.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list
export const group: Group = async (t) => {
  const at = t.at('configmaps');
  for (const name of ['a', 'b', 'c']) await t.post(at, configMap(name), { quiet: true });
  const first = await t.get(at, { limit: 2 }, { quiet: true });
  const token = first.metadata['continue'] ?? '';
  const revision = first.metadata['resourceVersion'] ?? '';
  await t.post(at, configMap('d'), { quiet: true });
  const versions = [undefined, '0', revision, '99999999', 'x'];
  const matches = [undefined, 'Exact', 'NotOlderThan', 'Other'];
  for (const resourceVersion of versions)
    for (const resourceVersionMatch of matches)
      for (const limit of [undefined, 2])
        for (const next of [undefined, token])
          await t.get(
            at,
            {
              ...(resourceVersion !== undefined && { resourceVersion }),
              ...(resourceVersionMatch !== undefined && { resourceVersionMatch }),
              ...(limit !== undefined && { limit }),
              ...(next !== undefined && { continue: next }),
            },
            { only: ['metadata'] },
          );
};
