import type { Kind } from './kind.ts';

export const runtimeClass: Kind = {
  group: 'node.k8s.io',
  kind: 'RuntimeClass',
  unconditionalUpdate: false,
  createOnUpdate: true,
};
