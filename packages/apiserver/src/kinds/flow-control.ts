import type { Kind } from './kind.ts';

const group = 'flowcontrol.apiserver.k8s.io';

export const flowControlKinds: readonly Kind[] = [
  { group, kind: 'FlowSchema', generation: true },
  { group, kind: 'PriorityLevelConfiguration', generation: true },
];
