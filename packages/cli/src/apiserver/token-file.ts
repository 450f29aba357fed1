// `--token-file`: users by their bearer tokens, a line each, as kube-apiserver's --token-auth-file.
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file

import type { Tokens, User } from '@kube-rx/apiserver';
import { UsageError } from '../failure.ts';
import { csvRecords } from './csv.ts';

export interface TokenFile {
  readonly tokens: Tokens;
  /** What is odd about it, a sentence each; none has a token in it. */
  readonly warnings: readonly string[];
}

/**
 * `token,user,uid,"group1,group2"`. A line without a token is passed over, and of two with one token the last counts.
 *
 * @throws UsageError with file and line for what is no such line. Nothing of the line is in it.
 */
export function parseTokenFile(text: string, file: string): TokenFile {
  const users = new Map<string, User>();
  const warnings: string[] = [];
  for (const { line, fields, fault } of csvRecords(text)) {
    const where = `${file}:${line}`;
    if (fault !== undefined) throw new UsageError(`${where}: ${fault}`);
    const [token = '', name = '', uid, groups] = fields;
    if (uid === undefined)
      throw new UsageError(
        `${where}: a line has at least 3 columns (token, user name, user uid), this one has ${fields.length}`,
      );
    if (token === '') {
      warnings.push(`${where}: there is no token, so the line is passed over`);
      continue;
    }
    if (users.has(token))
      warnings.push(`${where}: the token is that of an earlier line, which no longer counts`);
    users.set(token, { name, uid, groups: groups === undefined ? [] : groups.split(',') });
  }
  if (users.size === 0) warnings.push(`${file}: there is no token in it, so it names nobody`);
  return { tokens: Object.fromEntries(users), warnings };
}
