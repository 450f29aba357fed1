// Text that no terminal obeys. What a command writes holds names and messages of whoever can write to a cluster, and of
// whoever wrote a kubeconfig, so control characters are shown instead of sent, on a pipe too: its reader may be `less`,
// or a log that somebody looks at later. kubectl does so in tables: https://issue.k8s.io/101695

// As `unprintable` of core, which help and usage errors do not load; a test compares them.
const unprintable = /(?![\ufe0e\ufe0f])[\0-\t\v-\x1f\x7f-\x9f\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

// Most text is ASCII, which this finds several times as fast.
const unusual = /[^\n -~]+/g;

function replaceUnprintable(text: string, show: (character: string) => string): string {
  return text.replace(unusual, (part) => part.replace(unprintable, show));
}

/** Several lines: `^[` stands for escape, and line breaks stay. */
export function safeText(text: string): string {
  return replaceUnprintable(text, show);
}

/** One line, or a part of it: a line break is shown as well, so that nobody adds lines that look like ours. */
export function safeLine(text: string): string {
  return safeText(text.replaceAll('\n', '^J'));
}

/** JSON of the same value: what is unprintable can stand only inside of its texts, and is escaped there. */
export function safeJson(json: string): string {
  return replaceUnprintable(json, (character) =>
    character.replace(/[^]/g, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`),
  );
}

function show(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  if (code === 0x7f) return '^?';
  if (code > 0xffff) return `\\u{${hex(code)}}`;
  return code < 0x100 ? `\\x${hex(code)}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, digits = 2): string {
  return code.toString(16).padStart(digits, '0');
}
