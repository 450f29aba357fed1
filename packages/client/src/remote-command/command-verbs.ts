// Commands in the containers of a Pod: what `Api` does by the subresources `exec` and `attach`.

import type { CommandParams, HttpRequest, ResourceRequest } from '@kube-rx/core';
import type { Client, RequestOptions } from '../client.ts';
import { describeRequest } from '../response/request-description.ts';
import type { InputSource } from './input.ts';
import type { RemoteStreams, StreamTargets } from './remote-streams.ts';
import type { CommandOutcome, RunCommand } from './run-command.ts';

type CommandCall = Pick<CommandParams, 'container'> & Pick<RequestOptions, 'signal' | 'timeout'>;

/** `timeout` bounds the wait for the start, in ms; `signal` ends it at any moment. */
export interface SpawnOptions extends CommandCall, StreamTargets {}

/** As `SpawnOptions`, for a command whose output is collected. */
export interface ExecOptions extends CommandCall {
  /** Default: it has no input. */
  readonly stdin?: string | InputSource | undefined;
  /** Give it a terminal, as for a program that writes only to one. Default false. */
  readonly tty?: boolean | undefined;
  /** How many bytes both outputs may have together. Default 16 MiB. */
  readonly maxOutputBytes?: number | undefined;
}

/** See `Api.exec`. */
export type ExecVerb = (
  name: string,
  command: readonly string[],
  options?: ExecOptions,
) => Promise<CommandOutcome>;

/** See `Api.spawn`. */
export type SpawnVerb = (
  name: string,
  command: readonly string[],
  options?: SpawnOptions,
) => Promise<RemoteStreams<number>>;

/** See `Api.attach`. */
export type AttachVerb = (name: string, options?: SpawnOptions) => Promise<RemoteStreams<void>>;

interface CommandAccess {
  readonly client: Client;
  readonly requests: ResourceRequest;
}

export function spawnBy({ client, requests }: CommandAccess): SpawnVerb {
  return async (name, command, options = {}) => {
    const request = requests.exec(name, command, paramsOf(options));
    const what = describeRequest(request);
    const { RemoteStreams } = await import('./remote-streams.ts');
    const socket = await client.connect(request, options);
    return new RemoteStreams(socket, { ...options, what, result: (code) => code });
  };
}

export function execBy(access: CommandAccess): ExecVerb {
  const spawn = spawnBy(access);
  return async (name, command, { maxOutputBytes, stdin, ...call } = {}) => {
    const options = { ...call, stdin: typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin };
    const what = describeRequest(access.requests.exec(name, command, paramsOf(options)));
    const start: RunCommand = ({ stdout, stderr }) =>
      // A terminal has one output.
      spawn(name, command, { ...options, stdout, ...(!options.tty && { stderr }) });
    const { runCommand } = await import('./run-command.ts');
    return runCommand(start, what, maxOutputBytes);
  };
}

export function attachBy({ client, requests }: CommandAccess): AttachVerb {
  return async (name, options = {}) => {
    const request: HttpRequest = requests.attach(name, paramsOf(options));
    const { RemoteStreams } = await import('./remote-streams.ts');
    const socket = await client.connect(request, options);
    // The server does not know the exit code of what it was attached to.
    return new RemoteStreams(socket, { ...options, what: describeRequest(request), result: () => undefined });
  };
}

function paramsOf({ container, stdin, stdout, stderr, tty = false }: SpawnOptions): CommandParams {
  return {
    container,
    tty,
    stdin: stdin !== undefined,
    stdout: stdout !== 'ignore',
    stderr: stderr === undefined ? !tty : stderr !== 'ignore',
  };
}
