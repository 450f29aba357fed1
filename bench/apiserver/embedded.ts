// The embedded server in a process of its own: over TLS, as the real one. Tells its parent where it is.
//
//   embedded.ts [--rbac]

import { ApiServer } from '@kube-rx/apiserver';
import { catalog } from '@kube-rx/k8s/catalog';
import { bindings, user } from './user.ts';

const rbac = process.argv.includes('--rbac');
const server = new ApiServer({
  resources: catalog,
  ...(rbac && { rbac, tokens: { [user.token]: user } }),
});
if (rbac) server.seed(bindings);
const { url, certificateAuthority } = await server.listen({ tls: true });
process.send?.({ url, ca: certificateAuthority });
process.on('message', () => {
  for (let at = 0; at < 3; at += 1) globalThis.gc?.();
  process.send?.('collected');
});
