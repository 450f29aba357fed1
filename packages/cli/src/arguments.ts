// The forms of flags that kubectl takes and the parser does not: `--watch=false`, `-A=true`, `-n=shop`.
// https://github.com/spf13/pflag#command-line-flag-syntax

import type { Command, Option } from 'commander';

/** A part of the command line that belongs together. */
interface Token {
  readonly words: readonly string[];
  /** The flag that has no value and is set here. */
  readonly set?: Option;
}

/**
 * Writes a command line in the forms that the parser takes. A flag without a value that is set to false goes, and so
 * does whatever set it before: the last one counts. What is unknown stays as it is, for the parser to refuse.
 *
 * @throws CommanderError for a value of such a flag that is neither true nor false.
 */
export function normalizeArguments(args: readonly string[], program: Command): string[] {
  const rest = [...args];
  let tokens: Token[] = [];
  let command = program;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      tokens.push({ words: [arg, ...rest.splice(0)] });
    } else if (!arg.startsWith('-') || arg === '-') {
      tokens.push({ words: [arg] });
      if (command === program) command = program.commands.find((one) => one.name() === arg) ?? program;
    } else {
      for (const flag of splitFlags(arg, optionsOf(command))) {
        if (flag.option && isSwitch(flag.option)) {
          const { option, value } = flag;
          const isSet = readBoolean(value);
          if (isSet === undefined)
            program.error(
              `error: invalid argument ${JSON.stringify(value)} for "${option.flags}" flag: it is true or false`,
            );
          if (isSet) tokens.push({ words: [nameOf(option)], set: option });
          else tokens = tokens.filter(({ set }) => set !== option);
        } else tokens.push({ words: wordsOf(flag, rest) });
      }
    }
  }
  return tokens.flatMap(({ words }) => words);
}

interface Flag {
  /** As it was written. */
  readonly text: string;
  /** Undefined where there is no such flag. */
  readonly option: Option | undefined;
  /** What was written into the same argument. */
  readonly value: string | undefined;
}

/** `--output=json` is one flag; `-Aojson` are two, `-A` and `-o=json`. */
function splitFlags(arg: string, options: readonly Option[]): Flag[] {
  if (arg.startsWith('--')) {
    const [name, value] = cut(arg);
    return [{ text: arg, option: options.find(({ long }) => long === name), value }];
  }
  const flags: Flag[] = [];
  for (let letters = arg.slice(1); letters !== ''; ) {
    const [letter = '', after] = [letters[0], letters.slice(1)];
    const option = options.find(({ short }) => short === `-${letter}`);
    const takesRest = option === undefined || !isSwitch(option) || after.startsWith('=');
    const value = takesRest && after !== '' ? after.replace(/^=/, '') : undefined;
    flags.push({ text: `-${letters}`, option, value });
    letters = takesRest ? '' : after;
  }
  return flags;
}

/** Takes the value out of what follows, where it is not in the same argument. */
function wordsOf({ text, option, value }: Flag, rest: string[]): string[] {
  if (!option) return [text];
  return value === undefined ? [nameOf(option), ...rest.splice(0, 1)] : [`${nameOf(option)}=${value}`];
}

function optionsOf(command: Command): Option[] {
  return [...command.createHelp().visibleOptions(command), ...(command.parent?.options ?? [])];
}

function isSwitch({ required, optional }: Option): boolean {
  return !required && !optional;
}

function nameOf({ long, short, flags }: Option): string {
  return long ?? short ?? flags;
}

function cut(arg: string): [name: string, value?: string] {
  const at = arg.indexOf('=');
  return at < 0 ? [arg] : [arg.slice(0, at), arg.slice(at + 1)];
}

/** As Go reads it; undefined for what it refuses. */
function readBoolean(text = 'true'): boolean | undefined {
  if (/^(1|[tT]|true|TRUE|True)$/.test(text)) return true;
  return /^(0|[fF]|false|FALSE|False)$/.test(text) ? false : undefined;
}
