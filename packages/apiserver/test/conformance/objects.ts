// What several groups of the script are made of.

export const configMap = (name: string, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  ...more,
});

/** The fields of an object that are not the business of its kind, and those of a Status. */
export const meta = ['kind', 'apiVersion', 'metadata', 'code', 'message', 'reason', 'details', 'status'];

export const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
