// Names of Unicode's classes: Go takes the long ones too, and is not particular about case. The tables that it is read
// with here are newer and have more.

import { RE2JS, RE2JSSyntaxException } from 're2js';
import { patternTokens } from './pattern-tokens.ts';

const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    LC: ['Casedletter'],
    Pe: ['Closepunctuation'],
    M: ['Combiningmark', 'Mark'],
    Pc: ['Connectorpunctuation'],
    Cc: ['Control', 'Cntrl'],
    Sc: ['Currencysymbol'],
    Pd: ['Dashpunctuation'],
    Nd: ['Decimalnumber', 'Digit'],
    Me: ['Enclosingmark'],
    Pf: ['Finalpunctuation'],
    Cf: ['Format'],
    Pi: ['Initialpunctuation'],
    L: ['Letter'],
    Nl: ['Letternumber'],
    Zl: ['Lineseparator'],
    Ll: ['Lowercaseletter'],
    Sm: ['Mathsymbol'],
    Lm: ['Modifierletter'],
    Sk: ['Modifiersymbol'],
    Mn: ['Nonspacingmark'],
    N: ['Number'],
    Ps: ['Openpunctuation'],
    C: ['Other'],
    Lo: ['Otherletter'],
    No: ['Othernumber'],
    Po: ['Otherpunctuation'],
    So: ['Othersymbol'],
    Zp: ['Paragraphseparator'],
    Co: ['Privateuse'],
    P: ['Punctuation', 'Punct'],
    Z: ['Separator'],
    Zs: ['Spaceseparator'],
    Mc: ['Spacingmark'],
    Cs: ['Surrogate'],
    S: ['Symbol'],
    Lt: ['Titlecaseletter'],
    Cn: ['Unassigned'],
    Lu: ['Uppercaseletter'],
  }).flatMap(([short, long]) => long.map((name): [string, string] => [name, short])),
);

const newer: ReadonlySet<string> = new Set(
  'Alphabetic Dash Emoji Garay Lowercase Math Sidetic Sunuwar Todhri Unknown Uppercase'.split(' '),
);

/** The pattern with its classes under the names that both know. @throws RE2JSSyntaxException where Go knows none. */
export function goClassNames(pattern: string): string {
  return Array.from(patternTokens(pattern), (token) =>
    token.startsWith('[') ? token.replace(inClass, known) : token.replace(alone, known),
  ).join('');
}

const alone = /^\\[pP]\{([^{}\\]{1,64})\}/;
const inClass = /\\[^pP]|\\[pP]\{([^{}\\]{1,64})\}/g;

function known(token: string, given: string | undefined): string {
  if (given === undefined) return token;
  const not = given.startsWith('^') ? '^' : '';
  const name = shortName(given.slice(not.length));
  if (name === undefined) throw new RE2JSSyntaxException('invalid character class range', token);
  return `${token.slice(0, 3)}${not}${name}}`;
}

// https://github.com/golang/go/blob/go1.26.0/src/regexp/syntax/parse.go, canonicalName
function shortName(given: string): string | undefined {
  const bare = given.replaceAll(/[-_ ]/g, '');
  const name = bare.slice(0, 1).toUpperCase() + bare.slice(1).toLowerCase();
  const short = aliases.get(name) ?? name;
  return newer.has(short) || !isKnown(short) ? undefined : short;
}

function isKnown(name: string): boolean {
  try {
    RE2JS.compile(`\\p{${name}}`);
    return true;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return false;
    throw error;
  }
}
