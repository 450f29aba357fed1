// What a person can do with a server that has just been started.

import { resolve } from 'node:path';
import { safeLine } from '../output/safe-text.ts';

export interface Started {
  readonly url: string;
  /** The kubeconfig that was written, if any. */
  readonly kubeconfig: string | undefined;
  /** The file that keeps the objects, if any. */
  readonly state: string | undefined;
}

/** Lines for a terminal, to be printed below the address. */
export function nextSteps({ url, kubeconfig, state }: Started): string {
  const end =
    state === undefined
      ? 'its objects are gone then (--state FILE keeps them)'
      : `keeps its objects in ${safeLine(state)}`;
  return `\n${firstCommands(url, kubeconfig)}\nCtrl-C ends it, and ${end}.\n`;
}

function firstCommands(url: string, kubeconfig: string | undefined): string {
  if (kubeconfig !== undefined) return `In another terminal:\n${withKubeconfig(quote(resolve(kubeconfig)))}`;
  const later = `with --write-kubeconfig FILE, in another terminal:\n${withKubeconfig('FILE')}`;
  // Without a kubeconfig, kubectl trusts no authority of ours, and asks for a password.
  if (url.startsWith('https:')) return `Start it ${later}`;
  // With another kubeconfig, it would send the credentials of that cluster here.
  const kubectl = `kubectl --kubeconfig /dev/null --server ${url} get pods -A`;
  return `In another terminal:\n\n  ${kubectl}\n\nOr, started ${later}`;
}

function withKubeconfig(file: string): string {
  return `\n  export KUBECONFIG=${safeLine(file)}\n  kubectl get pods -A\n`;
}

/** For a shell. */
function quote(path: string): string {
  return /^[\w/.,:+@%-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
