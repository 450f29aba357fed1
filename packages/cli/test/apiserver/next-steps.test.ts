import { describe, expect, test } from '@jest/globals';
import { nextSteps } from '../../src/apiserver/next-steps.ts';

describe('what to do next', () => {
  const url = 'http://127.0.0.1:8080';

  test('is to use the kubeconfig that was written', () => {
    expect(nextSteps({ url, kubeconfig: '/tmp/kc', state: '/tmp/state' })).toBe(
      '\nIn another terminal:\n\n  export KUBECONFIG=/tmp/kc\n  kubectl get pods -A\n\nCtrl-C ends it, and keeps its objects in /tmp/state.\n',
    );
  });

  test('works without a kubeconfig, and sends the credentials of another cluster nowhere', () => {
    expect(nextSteps({ url, kubeconfig: undefined, state: undefined })).toBe(
      `
In another terminal:

  kubectl --kubeconfig /dev/null --server ${url} get pods -A

Or, started with --write-kubeconfig FILE, in another terminal:

  export KUBECONFIG=FILE
  kubectl get pods -A

Ctrl-C ends it, and its objects are gone then (--state FILE keeps them).
`,
    );
  });

  test('needs a kubeconfig where the certificate is of an authority of its own', () => {
    const text = nextSteps({ url: 'https://[::1]:1', kubeconfig: undefined, state: undefined });
    expect(text).toContain('\nStart it with --write-kubeconfig FILE, in another terminal:\n');
    expect(text).not.toContain('--server');
  });
});
