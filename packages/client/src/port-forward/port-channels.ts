// What the messages of a forwarded port mean, as a pure reader. The first byte of each is its channel: 0 carries the
// connection's bytes both ways, 1 carries why it failed. The first message of each channel names the port.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/kubelet/pkg/cri/streaming/portforward/websocket.go

import { DecodeError, KubeError, printable } from '@kube-rx/core';

/**
 * The kubelet could not reach the port, or lost it: mostly because nothing listens there.
 *
 * @example
 * if (error instanceof PortForwardError) console.error(error.port, error.message);
 */
export class PortForwardError extends KubeError {
  override readonly name = 'PortForwardError';
  /** In the Pod. */
  readonly port: number;

  constructor(message: string, options: { readonly port: number; readonly cause?: unknown }) {
    super(message, options);
    this.port = options.port;
  }
}

const dataChannel = 0;
const errorChannel = 1;

/** The messages of one forwarded port, in their order. */
export class PortChannels {
  readonly #port: number;
  readonly #isNamed = [false, false];

  constructor(port: number) {
    this.#port = port;
  }

  /**
   * The bytes that a message carries; undefined where it carries none.
   *
   * @throws PortForwardError for a message that tells of a failure.
   * @throws DecodeError (`protocol`) for one that no kubelet sends.
   */
  read(message: Uint8Array): Uint8Array | undefined {
    const channel = message[0];
    if (channel === undefined) return undefined;
    if (channel !== dataChannel && channel !== errorChannel)
      throw this.#broken(`came on channel ${channel}, which was not asked for`);
    const content = message.subarray(1);
    if (!this.#isNamed[channel]) {
      this.#readPort(content);
      this.#isNamed[channel] = true;
      return undefined;
    }
    if (content.length === 0) return undefined;
    if (channel === dataChannel) return content;
    const said = printable(new TextDecoder().decode(content.subarray(0, 4096)));
    throw new PortForwardError(`port ${this.#port}: the kubelet answered: ${said}`, { port: this.#port });
  }

  #readPort(content: Uint8Array): void {
    const [low = 0, high = 0] = content;
    if (content.length !== 2 || low + high * 256 !== this.#port)
      throw this.#broken('does not begin with the port');
  }

  #broken(how: string): DecodeError {
    return new DecodeError(`port ${this.#port}: a message ${how}`, { fault: 'protocol' });
  }
}

/** A message that carries bytes to the port. */
export function dataMessage(bytes: Uint8Array): Uint8Array {
  const message = new Uint8Array(bytes.length + 1);
  message.set(bytes, 1);
  return message;
}
