// What an observer may know of the credentials, over node:diagnostics_channel. No message holds any of them.

import { channel } from 'node:diagnostics_channel';

/** The channel's name. */
export const credentialsChannel = 'kube-rx:credentials';

/** Published when something happens to the credentials of a client. Never holds them. */
export type CredentialsMessage = WithheldMessage | RotatedMessage | KeptMessage;

/** With the first request of a client that withholds its credentials. */
export interface WithheldMessage {
  readonly type: 'withheld';
  /** The server's address. */
  readonly server: string;
  /** Where the configuration was found: file and context. */
  readonly source?: string;
}

/** Files of a token, a client certificate or an authority have changed, and what they hold now is in use. */
export interface RotatedMessage {
  readonly type: 'rotated';
  readonly files: readonly string[];
}

/** Files cannot be used any more, so what they held before stays in use. Once until they can. */
export interface KeptMessage {
  readonly type: 'kept';
  readonly files: readonly string[];
  /** What is wrong with them. */
  readonly problem: string;
}

/** Tells whoever listens. */
export function publishCredentials(message: CredentialsMessage): void {
  const credentials = channel(credentialsChannel);
  if (credentials.hasSubscribers) credentials.publish(message);
}
