// What the server says of its options, said of the flags that they come from.

import { InvalidOptionError } from '@kube-rx/apiserver';
import { UsageError } from '../failure.ts';
import type { AuthenticationFlags } from './authentication.ts';

/** The error in terms of a flag, where it is of an option that comes from one; any other as it is. */
export function withFlag(error: unknown, flags: AuthenticationFlags): unknown {
  const flag = error instanceof InvalidOptionError ? flagOf(error.option, flags) : undefined;
  if (!(error instanceof InvalidOptionError) || flag === undefined) return error;
  return new UsageError(`${flag}: ${error.why}`, { cause: error });
}

function flagOf(
  option: string,
  { serviceAccountSigningKeyFile: key }: AuthenticationFlags,
): string | undefined {
  switch (option) {
    case 'acceptHosts':
      return '--accept-hosts';
    case 'enableAdmissionPlugins':
      return '--enable-admission-plugins';
    case 'disableAdmissionPlugins':
      return '--disable-admission-plugins';
    case 'serviceAccountIssuer':
      return '--service-account-issuer';
    case 'serviceAccountKey':
      return `--service-account-signing-key-file: ${key}`;
    default:
      return undefined;
  }
}
