// What the real server makes of objects of every kind and of their states: all that is stored, owners included.

import { samples } from '../samples/samples.ts';
import type { Group } from '../session.ts';

// Parts of the server write to these as well, at any moment; and a request for a certificate says who made it.
const shared = [
  'apiservices',
  'certificatesigningrequests',
  'flowschemas',
  'prioritylevelconfigurations',
  'resourcequotas',
];

export const group: Group = async (t) => {
  for (const { path, object, status = [] } of samples) {
    if (shared.some((plural) => path.endsWith(plural))) continue;
    const at = path.replace('NAMESPACE', t.namespace);
    const { name } = object.metadata;
    await t.post(at, object);
    for (const part of status)
      await t.merge(`${at}/${name}/status`, { status: part }, { note: JSON.stringify(part) });
    await t.remove(`${at}/${name}`);
  }
};
