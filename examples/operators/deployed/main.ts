// The operator of websites as a cluster runs it: replicas of which one acts, probes, metrics, and an end in order.
// Needs what deploy/ installs. By hand, for a cluster of your kubeconfig: PORT=8080 node main.ts

import { Client, Manager, prometheusMetrics } from 'kube-rx';
import { websiteOperator } from '../website.ts';

const client = await Client.tryDefault(); // in a Pod: by its service account
const operator = websiteOperator(client);
await new Manager({
  controllers: [operator],
  leaderElection: { name: 'website-operator' }, // the Lease is in the namespace of the Pod
  http: { port: Number(process.env['PORT'] ?? 8080) },
  metrics: await prometheusMetrics({ controllers: [operator] }),
}).runToExit();
