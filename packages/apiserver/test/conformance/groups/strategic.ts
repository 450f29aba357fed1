import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = t.at('pods');
  const image = (name: string, image: string): object => ({ name, image });
  const services = t.at('services');
  await t.post(
    services,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's' },
      spec: {
        clusterIP: 'None',
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 2 },
        ],
      },
    },
    { quiet: true },
  );
  await t.post(
    at,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', finalizers: ['example.com/a'] },
      spec: { containers: [image('a', '1'), image('b', '2')], tolerations: [{ key: 'x' }] },
    },
    { quiet: true },
  );
  const images = { only: ['kind', 'metadata'] };
  await t.strategic(`${at}/p`, { metadata: { labels: { l: '1' } } }, images);
  await t.strategic(`${at}/p`, { metadata: { finalizers: ['example.com/b'] } }, images);
  await t.strategic(
    `${at}/p`,
    { metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/a'] } },
    images,
  );
  await t.strategic(`${at}/p`, { spec: { containers: [{ name: 'a', image: '9' }] } }, images);
  await t.strategic(`${at}/p`, { spec: { containers: [{ image: '9' }] } }, images);
  await t.strategic(`${at}/p`, { metadata: { labels: null } }, images);
  await t.strategic(`${at}/p`, { metadata: { $patch: 'nonsense' } }, images);
  await t.strategic(t.at('configmaps', 'missing'), {});
  await t.post(t.at('configmaps'), configMap('a', { data: { k: 'v', l: 'w' } }), { quiet: true });
  await t.strategic(t.at('configmaps', 'a'), { data: { k: null, m: '1' } });
  await t.strategic(t.at('configmaps', 'a'), { data: { $patch: 'replace', n: '1' } });
  await t.strategic(t.at('configmaps', 'a'), '[]');
  await t.strategic(t.at('configmaps', 'a'), '{');
};
