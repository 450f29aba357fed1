// The text in the bytes of a YAML stream. A byte order mark tells UTF-16, which PowerShell writes; else it is UTF-8.

import { YamlError } from './yaml-error.ts';

// All controls but tab, line feed, carriage return and next line. A null tells UTF-16 without its mark.
const control = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/;

export function sourceText(source: string | Uint8Array): string {
  const text = typeof source === 'string' ? source.replace(/^\uFEFF/, '') : decode(source);
  const at = text.search(control);
  if (at < 0) return text;
  const lines = text.slice(0, at).split('\n');
  throw new YamlError('has a control character', {
    line: lines.length,
    column: (lines.at(-1) ?? '').length + 1,
  });
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new YamlError('is not UTF-8, nor UTF-16 with a byte order mark', { line: 1, column: 1 });
  }
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
