// What an exec plugin prints: an ExecCredential. Nothing of it may stand in a message.
// https://kubernetes.io/docs/reference/config-api/client-authentication.v1/

import { readYaml } from '@kube-rx/core/encoding';
import { AuthenticationError } from '../errors.ts';
import { belongTogether, certificateProblem, expiryOf, keyProblem } from '../transport/pem.ts';
import { fieldsOf } from './answer-fields.ts';
import { bearer, ClientCertificate } from './credentials.ts';

export interface ExecAnswer {
  /** Private, so that no log shows it. */
  readonly authorization: () => string | undefined;
  readonly clientCertificate: ClientCertificate | undefined;
  /** In ms since 1970; undefined: never. */
  readonly expiresAt: number | undefined;
}

/**
 * Reads the output of a plugin that was asked in `apiVersion`.
 *
 * @throws AuthenticationError for anything but usable credentials. `plugin` names where they come from.
 */
export function readExecAnswer(output: string, apiVersion: string, plugin: string): ExecAnswer {
  const refuse = (words: string): AuthenticationError => new AuthenticationError(`${plugin} ${words}`);
  const answer = fieldsOf(parseOutput(output));
  if (answer?.['kind'] !== 'ExecCredential') throw refuse('printed something else than an ExecCredential');
  if (answer['apiVersion'] !== apiVersion) throw refuse(`answered in another apiVersion than ${apiVersion}`);
  const status = fieldsOf(answer['status']);
  if (!status) throw refuse('printed an ExecCredential without a status');
  const token = readText(status, 'token', refuse);
  const clientCertificate = readPair(status, refuse);
  if (token === undefined && !clientCertificate)
    throw refuse('printed an ExecCredential with neither a token nor a client certificate');
  const authorization = token === undefined ? undefined : bearer(token, `the token of ${plugin}`);
  return {
    authorization: () => authorization,
    clientCertificate,
    expiresAt: readExpiry(status, refuse) ?? (clientCertificate && expiryOf(clientCertificate.certificate)),
  };
}

type Refuse = (words: string) => AuthenticationError;

function readPair(status: Readonly<Record<string, unknown>>, refuse: Refuse): ClientCertificate | undefined {
  const certificate = readText(status, 'clientCertificateData', refuse);
  const key = readText(status, 'clientKeyData', refuse);
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined) throw refuse('printed clientKeyData without clientCertificateData');
  if (key === undefined) throw refuse('printed clientCertificateData without clientKeyData');
  const ofCertificate = certificateProblem(certificate);
  if (ofCertificate !== undefined) throw refuse(`printed clientCertificateData that ${ofCertificate}`);
  const ofKey = keyProblem(key);
  if (ofKey !== undefined) throw refuse(`printed clientKeyData that ${ofKey}`);
  if (!belongTogether(certificate, key))
    throw refuse('printed clientCertificateData and clientKeyData that do not belong together');
  return new ClientCertificate(certificate, key);
}

function readExpiry(status: Readonly<Record<string, unknown>>, refuse: Refuse): number | undefined {
  const text = readText(status, 'expirationTimestamp', refuse);
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw refuse('printed an expirationTimestamp that is no RFC 3339 time');
  return time;
}

function readText(
  status: Readonly<Record<string, unknown>>,
  key: string,
  refuse: Refuse,
): string | undefined {
  const value = status[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw refuse(`printed a ${key} that is no text`);
  return value;
}

// JSON nearly always, but kubectl takes YAML too. What the parser complains of may quote a token.
function parseOutput(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return parseYaml(output);
  }
}

function parseYaml(output: string): unknown {
  try {
    const [document] = readYaml(output, { numbersAsText: true });
    return document && JSON.parse(document.json);
  } catch {
    return undefined;
  }
}
