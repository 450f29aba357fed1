// What the operating system says of a file or an address, in words.

/** An error of a call to the operating system. */
export interface SystemError {
  /** As `ENOENT` for a file that is missing, `EADDRINUSE` for a port that is taken. */
  readonly code: string;
  readonly syscall: string;
  readonly message: string;
}

/**
 * Undefined for an error of another kind.
 *
 * @example systemErrorOf(Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' }))?.code;
 */
export function systemErrorOf(error: unknown): SystemError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (!('syscall' in error && 'code' in error && 'message' in error)) return undefined;
  const { code, syscall, message } = error;
  if (typeof code !== 'string' || typeof syscall !== 'string' || typeof message !== 'string')
    return undefined;
  return { code, syscall, message };
}

/**
 * As `no such file or directory (ENOENT)`, without the path; undefined for an error of another kind.
 *
 * @example
 * const problem = Object.assign(new Error('ENOENT: no such file, open /x'), { code: 'ENOENT', syscall: 'open' });
 * describeSystemError(problem); // 'no such file (ENOENT)'
 */
export function describeSystemError(error: unknown): string | undefined {
  const known = systemErrorOf(error);
  if (known === undefined) return undefined;
  // As `ENOENT: no such file or directory, open '/x'`, or `connect ECONNREFUSED 127.0.0.1:1` without words.
  const { code, syscall, message } = known;
  const end = message.indexOf(`, ${syscall}`);
  if (!message.startsWith(`${code}: `) || end === -1) return message;
  return `${message.slice(code.length + 2, end)} (${code})`;
}
