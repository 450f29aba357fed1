// Patterns as Go reads them (https://pkg.go.dev/regexp/syntax). A check takes steps in proportion to the pattern's size
// times the text's length, whatever the two say: see docs/decisions/016-patterns-as-go-reads-them.md.

import { RE2JS, RE2JSSyntaxException } from 're2js';
import { goClassNames } from './pattern-class-names.ts';
import { patternSize } from './pattern-size.ts';
import type { Steps } from './steps.ts';

/** The program of a pattern, or why Go refuses it. */
type Compiled = { readonly program: RE2JS; readonly size: number } | { readonly refused: string };

interface Kept {
  readonly compiled: Compiled;
  /** What it holds in memory: the program, and a state for each character that it has seen. */
  weight: number;
}

/** Compiling takes as long as this many steps of a match for each instruction. */
const compileSteps = 300;

/** How much programs may weigh together; half a kilobyte each. */
const mostKept = 300_000;

/** Compiles a pattern once, and forgets those that were not used for longest. */
export class Patterns {
  readonly #kept: Map<string, Kept> = new Map();
  #weight = 0;

  /** Why Go refuses the pattern; undefined where it does not. */
  refusal(pattern: string, steps: Steps): string | undefined {
    const { compiled } = this.#find(pattern, steps);
    return 'refused' in compiled ? compiled.refused : undefined;
  }

  /** Whether the pattern is found in the text. One that Go refuses is found nowhere. */
  matches(pattern: string, text: string, steps: Steps): boolean {
    const kept = this.#find(pattern, steps);
    if ('refused' in kept.compiled) return false;
    const { program, size } = kept.compiled;
    steps.spend(size * (text.length + 1));
    this.#keep(pattern, kept, text.length);
    return program.test(text);
  }

  /** The parts of the text that match, of which none overlaps another, and no more than `most`. */
  found(pattern: string, { text, most }: { text: string; most: number }, steps: Steps): string[] {
    const kept = this.#find(pattern, steps);
    if ('refused' in kept.compiled) return [];
    const { program, size } = kept.compiled;
    this.#keep(pattern, kept, text.length);
    const matcher = program.matcher(text);
    const parts: string[] = [];
    let end = -1;
    // Each search may look to the end, wherever it began.
    for (let from = 0; parts.length < most; ) {
      steps.spend(size * (text.length - from + 1));
      if (!matcher.find()) break;
      const part = matcher.group() ?? '';
      // An empty match right behind another is none.
      if (part !== '' || matcher.start() !== end) parts.push(part);
      end = matcher.end();
      from = end;
    }
    return parts;
  }

  /** How many patterns are kept compiled. */
  get size(): number {
    return this.#kept.size;
  }

  #find(pattern: string, steps: Steps): Kept {
    const known = this.#kept.get(pattern);
    if (known) return known;
    // The parser may look ahead to the end from each character.
    steps.spend(pattern.length ** 2 / 4);
    const size = patternSize(pattern);
    steps.spend(size * compileSteps);
    const kept: Kept = { compiled: compile(pattern, size), weight: 0 };
    this.#keep(pattern, kept, size);
    return kept;
  }

  // As the one that was used last.
  #keep(pattern: string, kept: Kept, more: number): void {
    this.#kept.delete(pattern);
    this.#kept.set(pattern, kept);
    kept.weight += more;
    this.#weight += more;
    for (const [oldest, { weight }] of this.#kept) {
      if (this.#weight <= mostKept) return;
      this.#kept.delete(oldest);
      this.#weight -= weight;
    }
  }
}

/** Of all servers in the process: what a pattern means does not depend on who asks. */
export const patterns: Patterns = new Patterns();

function compile(pattern: string, size: number): Compiled {
  try {
    return { program: RE2JS.compile(goClassNames(pattern)), size };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    // Go quotes what is wrong, here nothing.
    const quoted = error.getPattern() === null ? ': ``' : '';
    return { refused: `${error.message}${quoted}` };
  }
}
