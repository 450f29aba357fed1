// Follows the logs of a Deployment, of Pods that come later too: follow-logs.ts DEPLOYMENT [NAMESPACE]

import { Client, logs, ObjectRef, prefixedLine } from 'kube-rx';
import { Deployment } from 'kube-rx/k8s';

const [name = 'web', namespace = 'default'] = process.argv.slice(2);
const client = await Client.tryDefault();

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

try {
  const lines = logs(client, ObjectRef.of(Deployment, name, namespace), {
    follow: true,
    since: '5m',
    signal: stop.signal,
    onTrouble: ({ pod, error }) => console.error(pod ?? '', error.message),
  });
  for await (const line of lines) console.log(prefixedLine(line));
} catch (error) {
  if (!stop.signal.aborted) throw error;
} finally {
  await client.close();
}
