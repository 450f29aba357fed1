// Apply all manifests of files or folders, wait until they are ready, and delete what is no longer among them:
// apply-manifests.ts PATH...

import { ApplyError, applyAll, Client, type ObjectResult, readManifests } from 'kube-rx';

const paths = process.argv.slice(2);
const client = await Client.tryDefault();

const print = ({ ref, outcome }: ObjectResult): void =>
  console.log(`${ref.resource.kind} ${ref.name}: ${outcome}`);

try {
  await applyAll(client, readManifests(paths.length > 0 ? paths : [`${import.meta.dirname}/shop`]), {
    fieldManager: 'example',
    prune: 'example',
    wait: true,
    onProgress: (progress) => {
      if (progress.type === 'result') print(progress.result);
      if (progress.type === 'waiting') console.log(`${progress.ref.name}: ${progress.reason}`);
    },
  });
} catch (error) {
  if (!(error instanceof ApplyError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await client.close();
}
