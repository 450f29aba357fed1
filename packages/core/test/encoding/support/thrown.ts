// What a function throws, as a value: so that a test can say more of an error than its message.

export function thrown<E extends Error>(kind: abstract new (...args: never[]) => E, run: () => unknown): E {
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    if (error instanceof kind) return error;
    throw new Error(`expected a ${kind.name} to be thrown, not this`, { cause: error });
  }
  throw new Error(`expected a ${kind.name}, but ${JSON.stringify(result)} was returned`);
}
