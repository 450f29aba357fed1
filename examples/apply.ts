// Say what shall be, and own just those fields, whoever owns the others: apply.ts [NAMESPACE]

import { Api, Client, isConflict } from 'kube-rx';
import { Deployment } from 'kube-rx/k8s';

const [namespace = 'default'] = process.argv.slice(2);
const client = await Client.tryDefault();
const deployments = Api.namespaced(client, Deployment, namespace);

const web = (image: string): object => ({
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image }] },
    },
  },
});

try {
  await deployments.apply('web', web('registry.example.com/web:v1'), { fieldManager: 'example' });
  const { metadata } = await deployments.apply('web', web('registry.example.com/web:v2'), {
    fieldManager: 'example',
  });
  console.log(`${metadata.name} is at generation ${metadata.generation ?? 0}`);

  // Somebody else wants another image: the server says whose it is, unless they insist.
  const theirs = web('registry.example.com/web:evil');
  await deployments.apply('web', theirs, { fieldManager: 'somebody' }).catch((error: unknown) => {
    if (!isConflict(error)) throw error;
    console.log('refused, as the image belongs to another manager');
  });
} finally {
  await client.close();
}
