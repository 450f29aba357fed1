// Small objects of the built-in kinds that the script creates: no more in them than the real server insists on.

const labels = { app: 'a' };
const selector = { matchLabels: labels };

export const container = (name = 'c', more: object = {}): object => ({ name, image: 'i', ...more });

export const podSpec = (more: object = {}): object => ({ containers: [container()], ...more });

export const template = (more: object = {}): object => ({ metadata: { labels }, spec: podSpec(more) });

/** An object with nothing but a name and a spec. `type`: as `apps/v1 Deployment`. */
export const named = (type: string, name: string, spec?: object): object => {
  const [apiVersion, kind] = type.split(' ');
  return { apiVersion, kind, metadata: { name }, ...(spec && { spec }) };
};

export const pod = (name: string, more: object = {}): object => named('v1 Pod', name, podSpec(more));

export const deployment = (name: string, more: object = {}): object =>
  named('apps/v1 Deployment', name, { selector, template: template(), ...more });

export const replicaSet = (name: string, more: object = {}): object =>
  named('apps/v1 ReplicaSet', name, { selector, template: template(), ...more });

export const statefulSet = (name: string, more: object = {}): object =>
  named('apps/v1 StatefulSet', name, { selector, serviceName: 's', template: template(), ...more });

export const daemonSet = (name: string, more: object = {}): object =>
  named('apps/v1 DaemonSet', name, { selector, template: template(), ...more });

export const job = (name: string, more: object = {}): object =>
  named('batch/v1 Job', name, { template: { spec: podSpec({ restartPolicy: 'Never' }) }, ...more });

export const cronJob = (name: string, more: object = {}): object =>
  named('batch/v1 CronJob', name, {
    schedule: '* * * * *',
    jobTemplate: { spec: { template: { spec: podSpec({ restartPolicy: 'OnFailure' }) } } },
    ...more,
  });

export const service = (name: string, more: object = {}): object =>
  named('v1 Service', name, { ports: [{ port: 80 }], ...more });
