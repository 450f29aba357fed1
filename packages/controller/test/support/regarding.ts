// What Events of tests are about.

import type { ObjectIdentity } from '@kube-rx/core';

export const web: ObjectIdentity = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
  uid: 'u1',
};
