import type { Kind } from './kind.ts';

export const componentStatus: Kind = {
  group: '',
  kind: 'ComponentStatus',
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
};
