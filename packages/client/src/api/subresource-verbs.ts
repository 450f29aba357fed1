// The parts of an object that are read and written on their own, and what is done through them: each where the token
// says that the resource has it. What few programs do is loaded when it is done.

import type { CallOptions, ExpectedType, KubeObject, ResourceRequest, ResponseBody } from '@kube-rx/core';
import type { Client, RequestOptions } from '../client.ts';
import type { CopyOptions, CopyResult, StartCommand } from '../copy/copy.ts';
import { type LogReadOptions, LogStream, type LogTextOptions } from '../logs/log-stream.ts';
import type { PortConnection } from '../port-forward/port-connection.ts';
import {
  type AttachVerb,
  attachBy,
  type ExecVerb,
  execBy,
  type SpawnVerb,
  spawnBy,
} from '../remote-command/command-verbs.ts';
import { type Approve, type JudgedRequest, judgeBy } from './approval.ts';
import { type Bind, bindBy } from './binding.ts';
import { type Evict, evictBy } from './eviction.ts';
import { type CreateToken, createTokenBy } from './service-account-token.ts';
import { ScaleSubresource, Subresource } from './subresource.ts';

/** `T` where the token says that the resource has the subresource `Name`; else nothing can be done with it. */
export type WhereDeclared<Sub extends string, Name extends string, T> = Readonly<Record<Name, T>>[Name & Sub];

/** See `Api.logs`. */
export type LogVerb = (name: string, options?: LogReadOptions) => LogStream;

/** See `Api.logText`. */
export type LogTextVerb = (name: string, options?: LogTextOptions) => Promise<string>;

/** See `Api.copyTo`. */
export type CopyToVerb = (
  name: string,
  ...rest: [local: string, remote: string, options?: CopyOptions]
) => Promise<CopyResult>;

/** See `Api.copyFrom`. */
export type CopyFromVerb = (
  name: string,
  ...rest: [remote: string, local: string, options?: CopyOptions]
) => Promise<CopyResult>;

/** See `Api.forward`. */
export type ForwardVerb = (name: string, port: number, options?: RequestOptions) => Promise<PortConnection>;

interface SubresourceVerbsOptions {
  readonly client: Client;
  readonly requests: ResourceRequest;
  /** What the object is. */
  readonly type: ExpectedType;
}

/** The part of `Api` that depends on what the token declares. */
export abstract class SubresourceVerbs<K extends KubeObject, Sub extends string> {
  readonly #options: SubresourceVerbsOptions;

  constructor(options: SubresourceVerbsOptions) {
    this.#options = options;
  }

  /** The `status` subresource, where the token declares one. */
  get status(): WhereDeclared<Sub, 'status', Subresource<K>> {
    return whereDeclared(this.#subresource('status', this.#options.type));
  }

  /** The `scale` subresource, where the token declares one. */
  get scale(): WhereDeclared<Sub, 'scale', ScaleSubresource> {
    return whereDeclared(new ScaleSubresource(this.#options));
  }

  /**
   * The lines of a container's log, where the token declares `log`. `logs` of `@kube-rx/runtime` follows many containers,
   * and heals itself.
   *
   * @example
   * for await (const line of pods.logs('web-0', { follow: true, since: '5m' })) console.log(line);
   */
  get logs(): WhereDeclared<Sub, 'log', LogVerb> {
    const logs: LogVerb = (name, options = {}) => {
      const { client, requests } = this.#options;
      const request = requests.log(name, options);
      const { timeout, retry } = options;
      const open = async ({ signal }: CallOptions): Promise<ResponseBody> =>
        (await client.open(request, { signal, timeout, retry })).body;
      return new LogStream(open, options);
    };
    return whereDeclared(logs);
  }

  /**
   * A container's log as it is now, as one text, where the token declares `log`.
   *
   * @throws DecodeError where it has more than `maxAnswerBytes`.
   * @example console.log(await pods.logText('web-0', { tailLines: 100 }));
   */
  get logText(): WhereDeclared<Sub, 'log', LogTextVerb> {
    const { client, requests } = this.#options;
    const logText: LogTextVerb = (name, options = {}) =>
      client.requestText(requests.log(name, { ...options, follow: false }), options);
    return whereDeclared(logText);
  }

  /**
   * Runs a command in a container to its end, where the token declares `exec`. It is no shell's command: each word is
   * passed on as it is. A code other than 0 is an outcome, not an error.
   *
   * Caveats: where it fails midway, by an abort or a lost connection, the command may go on in the container.
   *
   * @throws ApiError where it could not run: no such Pod or container, or no such program in it.
   * @throws DecodeError (`tooLarge`) for more output than `maxOutputBytes`.
   * @throws TransportError where the connection ended before the exit code came: nobody knows how it ended.
   * @example
   * const { exitCode, stdout } = await pods.exec('web-0', ['date', '+%s']);
   */
  get exec(): WhereDeclared<Sub, 'exec', ExecVerb> {
    return whereDeclared(execBy(this.#options));
  }

  /**
   * Starts a command in a container, and gives its streams, where the token declares `exec`.
   *
   * @example
   * await using shell = await pods.spawn('web-0', ['sh'], { tty: true, stdin: process.stdin, stdout: process.stdout });
   * process.exitCode = await shell.wait();
   */
  get spawn(): WhereDeclared<Sub, 'exec', SpawnVerb> {
    return whereDeclared(spawnBy(this.#options));
  }

  /**
   * Attaches to what a container runs, where the token declares `attach`. What it wrote before is in its log. The server
   * does not tell how the container ends: `wait` tells only that the streams are over.
   *
   * @example
   * await using streams = await pods.attach('web-0', { stdout: process.stdout, stderr: process.stderr });
   * await streams.wait();
   */
  get attach(): WhereDeclared<Sub, 'attach', AttachVerb> {
    return whereDeclared(attachBy(this.#options));
  }

  /**
   * Copies a file or a folder of this machine into a container, where the token declares `exec`. Needs `tar` there.
   * `remote` is the name that it gets: a folder goes into the folder of that name, if there is one. A file goes into a
   * folder that ends with a slash, under its own name.
   *
   * Permissions are copied; owner and times are not. Links are copied as links.
   *
   * @throws CopyError for what cannot be read, or where `tar` fails in the container. Files may have been copied then.
   * @example await pods.copyTo('web-0', './dist', '/srv', { container: 'web' });
   */
  get copyTo(): WhereDeclared<Sub, 'exec', CopyToVerb> {
    const verb: CopyToVerb = async (name, ...[local, remote, options]) => {
      const { copyTo } = await import('../copy/copy.ts');
      return copyTo(this.#starter(name), { local, remote }, options);
    };
    return whereDeclared(verb);
  }

  /**
   * Copies a file or a folder of a container to this machine, where the token declares `exec`. Needs `tar` there. `local`
   * is the name that it gets: a folder goes into the folder of that name, if there is one.
   *
   * What a container sends is not trusted: nothing is written outside of `local`, nor through a link below it. Devices,
   * sparse files and links that lead out are refused; setuid, setgid and sticky are dropped.
   *
   * @throws CopyError for what is refused or cannot be written, or where `tar` fails in the container. What was copied
   * before stays, in whole files.
   * @example const { files } = await pods.copyFrom('web-0', '/var/log/app', './logs');
   */
  get copyFrom(): WhereDeclared<Sub, 'exec', CopyFromVerb> {
    const verb: CopyFromVerb = async (name, ...[remote, local, options]) => {
      const { copyFrom } = await import('../copy/copy.ts');
      return copyFrom(this.#starter(name), { local, remote }, options);
    };
    return whereDeclared(verb);
  }

  /**
   * One connection to a port of a Pod, where the token declares `portforward`. `forwardPort` of `@kube-rx/runtime` listens
   * on a local port, and stays when Pods change.
   *
   * Each connection is a WebSocket of its own: one that carries several ports never says that one of them has ended, and
   * one that is not read holds back the others. That the port cannot be reached is told when the connection is read.
   *
   * @example
   * await using connection = await pods.forward('web-0', 80, { timeout: 10_000 });
   * await connection.send(new TextEncoder().encode('GET / HTTP/1.0\r\n\r\n'));
   * for await (const bytes of connection) process.stdout.write(bytes);
   */
  get forward(): WhereDeclared<Sub, 'portforward', ForwardVerb> {
    const { client, requests } = this.#options;
    const forward: ForwardVerb = async (name, port, options = {}) => {
      const request = requests.portForward(name, port);
      const { PortConnection } = await import('../port-forward/port-connection.ts');
      return new PortConnection(port, await client.connect(request, options));
    };
    return whereDeclared(forward);
  }

  /** The containers that are put into a running pod, to look into it. They can be added, and never taken out. */
  get ephemeralContainers(): WhereDeclared<Sub, 'ephemeralcontainers', Subresource<K>> {
    return whereDeclared(this.#subresource('ephemeralcontainers', this.#options.type));
  }

  /** The resources of a running pod's containers. */
  get resize(): WhereDeclared<Sub, 'resize', Subresource<K>> {
    return whereDeclared(this.#subresource('resize', this.#options.type));
  }

  /**
   * Deletes a pod where its disruption budget allows it.
   *
   * @example await pods.evict('web-0', { gracePeriodSeconds: 5 });
   */
  get evict(): WhereDeclared<Sub, 'eviction', Evict> {
    return whereDeclared(evictBy(this.#subresource('eviction'), this.#options.requests.namespace));
  }

  /**
   * Binds a pod to a node, as a scheduler does.
   *
   * @example await pods.bind('web-0', 'node-7');
   */
  get bind(): WhereDeclared<Sub, 'binding', Bind> {
    return whereDeclared(bindBy(this.#subresource('binding'), this.#options.requests.namespace));
  }

  /**
   * Makes a token of a service account.
   *
   * @example
   * const accounts = Api.namespaced(client, ServiceAccount, 'shop');
   * const issued = await accounts.createToken('builder', { expirationSeconds: 600 });
   */
  get createToken(): WhereDeclared<Sub, 'token', CreateToken> {
    return whereDeclared(createTokenBy(this.#subresource('token')));
  }

  /**
   * Approves a certificate signing request.
   *
   * @example await Api.all(client, CertificateSigningRequest).approve('node-7', { reason: 'KnownNode' });
   */
  get approve(): WhereDeclared<Sub, 'approval', Approve> {
    return this.#judge('Approved');
  }

  /**
   * Denies a certificate signing request.
   *
   * @example await Api.all(client, CertificateSigningRequest).deny('node-7', { reason: 'UnknownNode' });
   */
  get deny(): WhereDeclared<Sub, 'approval', Approve> {
    return this.#judge('Denied');
  }

  /** Any subresource that the token declares, read and written as the object itself. */
  subresource(name: Sub): Subresource<K> {
    return this.#subresource(name);
  }

  #starter(name: string): StartCommand {
    const spawn = spawnBy(this.#options);
    return (command, streams) => spawn(name, command, streams);
  }

  #subresource(subresource: string, type?: ExpectedType): Subresource<K> {
    const { client, requests } = this.#options;
    return new Subresource({ client, requests, subresource, type });
  }

  #judge(verdict: 'Approved' | 'Denied'): WhereDeclared<Sub, 'approval', Approve> {
    const { client } = this.#options;
    const approval = new Subresource<JudgedRequest>({ ...this.#options, subresource: 'approval' });
    return whereDeclared(judgeBy(approval, { verdict, clock: client.clock }));
  }
}

// Inside the class `Sub` is open, so the compiler cannot decide the condition. The overload decides it.
function whereDeclared<Sub extends string, Name extends string, T>(value: T): WhereDeclared<Sub, Name, T>;
function whereDeclared(value: unknown): unknown {
  return value;
}
