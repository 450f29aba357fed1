// Where a cluster answers kubectl otherwise than the embedded server does, and why that is left as it is.

interface Accepted {
  readonly why: string;
  readonly commands: readonly string[];
}

export const accepted: readonly Accepted[] = [
  {
    why: 'the embedded server counts quotas by itself, which only a controller does in a cluster',
    commands: ['get quota few', 'describe quota few'],
  },
  {
    why: 'the version of the embedded server says what it is, and no Go built it',
    commands: ['version', 'get --raw /version'],
  },
  {
    why: 'a cluster finds no way to the node, and nothing runs in the pods of the embedded server',
    commands: ['logs running'],
  },
  {
    why: 'a patch that leaves what is no such object is quoted with all that it leaves, in another order',
    commands: ['patch configmap settings --type=merge -p {"data":{"m":1}}'],
  },
  {
    why: 'a scale has no columns of its own',
    commands: ['get deployment web --subresource=scale'],
  },
  {
    why: 'kubectl looks for a kind that there is not in OpenAPI v2 as protobuf, which is not here; it fails either way',
    commands: ['replace -f FILES/gadget.yaml', 'create -f FILES/gadget.yaml'],
  },
];
