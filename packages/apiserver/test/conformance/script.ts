// What is asked of both servers, group by group; each group has a namespace of its own.

import { group as apply } from './groups/apply.ts';
import { group as create } from './groups/create.ts';
import { group as custom } from './groups/custom.ts';
import { group as defaults } from './groups/defaults.ts';
import { group as deletion } from './groups/delete.ts';
import { group as discovery } from './groups/discovery.ts';
import { group as get } from './groups/get.ts';
import { group as list } from './groups/list.ts';
import { group as namespaces } from './groups/namespaces.ts';
import { group as negotiation } from './groups/negotiation.ts';
import { group as patch } from './groups/patch.ts';
import { group as pods } from './groups/pods.ts';
import { group as scale } from './groups/scale.ts';
import { group as strategic } from './groups/strategic.ts';
import { group as update } from './groups/update.ts';
import { group as versions } from './groups/versions.ts';
import { group as watch } from './groups/watch.ts';
import type { Group } from './session.ts';

export const groups: Readonly<Record<string, Group>> = {
  apply,
  create,
  custom,
  defaults,
  delete: deletion,
  discovery,
  get,
  list,
  namespaces,
  negotiation,
  patch,
  pods,
  scale,
  strategic,
  update,
  versions,
  watch,
};
