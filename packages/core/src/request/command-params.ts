// The parameters of a command in a container, under the server's own names.
// https://github.com/kubernetes/api/blob/v0.36.3/core/v1/types.go (PodExecOptions, PodAttachOptions)

import { InvalidRequestError } from '../errors.ts';
import { quotedText } from '../values/quoted-text.ts';
import type { QueryParameter } from './http-request.ts';

export interface CommandParams {
  /** Default: the server's choice, which is an error for a Pod of several containers. */
  readonly container?: string | undefined;
  /** Whether something will be written to its standard input. Default false. */
  readonly stdin?: boolean | undefined;
  /** Whether its standard output is read. Default true. */
  readonly stdout?: boolean | undefined;
  /** Whether its standard error is read. Default: true, but for a terminal, which has one output. */
  readonly stderr?: boolean | undefined;
  /** Whether it has a terminal. Default false. */
  readonly tty?: boolean | undefined;
}

// What every server knows that has WebSockets, best first. Only v5 can tell the end of the input.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go
export const commandProtocols: readonly string[] = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** The query of a command, or of an attachment where there is none. @throws InvalidRequestError for what no server takes. */
export function commandQuery(params: CommandParams, command: readonly string[] = []): QueryParameter[] {
  const { container, tty = false, stdin = false, stdout = true, stderr = !tty } = params;
  if (container !== undefined && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(container))
    throw new InvalidRequestError(`${quotedText(container)} is no name of a container`);
  if (tty && stderr) throw new InvalidRequestError('a terminal has one output: leave out stderr, or tty');
  if (!stdin && !stdout && !stderr)
    throw new InvalidRequestError('at least one of stdin, stdout and stderr must be wanted');
  const wanted = { stdin, stdout, stderr, tty };
  return [
    ...command.map((word): QueryParameter => ['command', word]),
    ...(container === undefined ? [] : [['container', container] as const]),
    ...Object.entries(wanted).flatMap(([name, isWanted]) => (isWanted ? [[name, 'true'] as const] : [])),
  ];
}
