// How a remote command ended, as the server tells it by a Status: with an exit code, or because it could not run.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/client-go/tools/remotecommand/v4.go

import {
  ApiError,
  causesOf,
  DecodeError,
  isStatus,
  parseExactJson,
  type Status,
  serverMessage,
} from '@kube-rx/core';

// A Status quotes little. More than this is none.
const mostBytes = 256 * 1024;

/** Collects the Status, which may come in pieces. `what`: what ran, for messages. */
export class Ending {
  readonly #what: string;
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(what: string) {
    this.#what = what;
  }

  /** Whether the server has said anything of it. */
  get isTold(): boolean {
    return this.#bytes > 0;
  }

  /** @throws DecodeError (`tooLarge`) for what is no Status. */
  add(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > mostBytes)
      throw new DecodeError(`${this.#what}: how it ended takes more than ${mostBytes} bytes`, {
        fault: 'tooLarge',
      });
    this.#pieces.push(bytes);
  }

  /**
   * The exit code.
   *
   * @throws ApiError where the command could not run, or was lost.
   * @throws DecodeError for what is no Status with an exit code: it must not pass for a success.
   */
  exitCode(): number {
    const status = this.#status();
    if (status.status === 'Success') return 0;
    if (status.reason === 'NonZeroExitCode') return this.#codeOf(status);
    const message = serverMessage(status);
    const said = message ? `: ${message}` : '';
    throw new ApiError(`${this.#what}: the server could not run it${said}`, {
      status,
      serverMessage: message,
    });
  }

  #status(): Status {
    let value: unknown;
    try {
      value = parseExactJson(new TextDecoder().decode(Buffer.concat(this.#pieces)));
    } catch (cause) {
      throw this.#malformed('is no JSON', cause);
    }
    // The server leaves out what kind of object it is.
    const status: unknown =
      typeof value === 'object' && value !== null ? { ...value, kind: 'Status', apiVersion: 'v1' } : value;
    if (isStatus(status) && (status.status === 'Success' || status.status === 'Failure')) return status;
    throw this.#malformed('is no Status');
  }

  #codeOf(status: Status): number {
    const told = causesOf(status).find(({ reason }) => reason === 'ExitCode')?.message ?? '';
    const code = /^\d{1,3}$/.test(told) ? Number(told) : 0;
    if (code >= 1 && code <= 255) return code;
    throw this.#malformed('has no exit code');
  }

  #malformed(how: string, cause?: unknown): DecodeError {
    return new DecodeError(`${this.#what}: what the server says of how it ended ${how}`, {
      fault: 'protocol',
      cause,
    });
  }
}
