// How large a pattern's program becomes, without compiling it.

import { patternTokens } from './pattern-tokens.ts';

// As Go reads a number of repetitions; one that is larger is refused.
const repetition = /\{(\d{1,4})(?:,(\d{0,4}))?\}/y;

/** How many instructions a class of Unicode weighs: a table is searched. */
const unicodeClass = 20;

/** And one in which other characters than those of ASCII are to be folded, each by itself. */
const foldedClass = 1_000;

/** At least as many instructions as the pattern's program has; what no program is made of counts too. */
export function patternSize(pattern: string): number {
  const folded = /\(\?[a-zA-Z]*i/.test(pattern);
  const around: number[] = [];
  let sum = 4;
  let last = 0;
  let at = 0;
  let behindRepetition = 0;
  for (const token of patternTokens(pattern)) {
    const start = at;
    at += token.length;
    if (start < behindRepetition) continue;
    repetition.lastIndex = start;
    const [repeated = '', least = '', most = ''] = (token === '{' && repetition.exec(pattern)) || [];
    behindRepetition = start + repeated.length;
    if (token === '(') {
      around.push(sum);
      sum = 0;
    } else if (token === ')' && around.length > 0) {
      last = sum + 4;
      sum = last + (around.pop() ?? 0);
    } else if (repeated !== '') {
      const times = Math.max(1, Number(least), Number(most));
      // Each repetition that may be left out is a branch as well.
      sum += last * (2 * times - 1);
      last *= 2 * times;
    } else {
      last = weightOf(token, folded);
      sum += last;
    }
  }
  return around.reduce((total, one) => total + one, sum);
}

function weightOf(token: string, folded: boolean): number {
  if (token.startsWith('\\Q')) return token.length;
  const classes = token.match(/\\[pP]/g)?.length ?? 0;
  const wide = folded && token.startsWith('[') && /[^\0-\x7f]|\\[xX]/.test(token);
  return (/[*|]/.test(token) ? 2 : 1) + classes * unicodeClass + (wide ? foldedClass : 0);
}
