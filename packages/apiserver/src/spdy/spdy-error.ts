// What a peer has sent is no SPDY/3.1. The connection cannot go on: the state of its compression is lost.

import { KubeError } from '@kube-rx/core';

export class SpdyError extends KubeError {
  override readonly name = 'SpdyError';
}
