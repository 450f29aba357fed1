import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  await t.get('/api');
  await t.get('/apis/coordination.k8s.io');
  await t.get('/apis/batch');
  await t.get('/apis/apps/v1');
  await t.get('/apis/batch/v1');
  await t.get('/apis/coordination.k8s.io/v1');
  await t.get('/apis/rbac.authorization.k8s.io/v1');
};
