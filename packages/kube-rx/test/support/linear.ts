// Proves that the steps of a regular expression grow no faster than the text.

import type { AST } from '@eslint-community/regexpp';
import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { checkSync, type Parameters } from 'recheck';

// In JavaScript, as the same everywhere; the other forms of the checker are not installed.
process.env['RECHECK_BACKEND'] = 'pure';

// By automata it decides exactly, and without a clock.
const exactly: Parameters = {
  checker: 'automaton',
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
};

/**
 * Why the expression is not known to be linear; undefined where it is.
 *
 * Theory knows no assertions about what stands before or behind. Each must look at a bounded number of characters. What
 * remains must be linear both where all of them hold and where one of them never does, so that matching goes back and
 * tries every other way.
 */
export function superLinear(source: string, flags: string): string | undefined {
  if (/[v]/.test(flags)) return 'the flag v is not analysed';
  const assertions: AST.LookaroundAssertion[] = [];
  const faults: string[] = [];
  visitRegExpAST(
    new RegExpParser().parsePattern(source, 0, source.length, { unicode: flags.includes('u') }),
    {
      onBackreferenceEnter: () => faults.push('it refers back to a group'),
      onAssertionEnter(node) {
        if (node.kind !== 'lookahead' && node.kind !== 'lookbehind') return;
        // One in another goes with it.
        if (assertions.some(({ end }) => node.start < end)) return;
        assertions.push(node);
        if (!isBounded(node)) faults.push(`${node.raw} looks at any number of characters`);
      },
    },
  );
  if (faults.length > 0) return faults.join('; ');
  const variants = [undefined, ...assertions].map((failing) => replaced(source, assertions, failing));
  return variants.map((variant) => verdictOn(variant, flags)).find((verdict) => verdict !== undefined);
}

function isBounded(assertion: AST.LookaroundAssertion): boolean {
  let most = 0;
  visitRegExpAST(assertion, { onQuantifierEnter: ({ max }) => (most = Math.max(most, max)) });
  return most <= 100;
}

// Of the private use area: no text that is matched needs to have it.
const never = '\\ue000';

/** The source without its assertions; in the place of `failing`, what matches no text. */
function replaced(
  source: string,
  assertions: readonly AST.LookaroundAssertion[],
  failing: AST.LookaroundAssertion | undefined,
): string {
  return assertions.toReversed().reduce((text, assertion) => {
    const { start, end } = assertion;
    return `${text.slice(0, start)}${assertion === failing ? never : '(?:)'}${text.slice(end)}`;
  }, source);
}

function verdictOn(source: string, flags: string): string | undefined {
  const verdict = checkSync(source, flags.replace('d', ''), exactly);
  if (verdict.status === 'safe') return undefined;
  if (verdict.status === 'unknown') return `it cannot be analysed: ${verdict.error.kind}`;
  return `its steps grow as ${verdict.complexity.summary}, with ${verdict.attack.pattern}`;
}
