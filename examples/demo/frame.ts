// What the demo shows on a terminal at one moment, as lines that fit it. Pure: it knows no stream and no time.

import type { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Plain text and a style, so that widths can be counted. */
export interface Line {
  readonly text: string;
  /** How far it is indented where it goes on below. Default 0. */
  readonly indent?: number;
  readonly style?: Style;
}

export interface Scene {
  readonly title: string;
  readonly explanation: string;
}

export interface Picture {
  readonly title: string;
  readonly vitals: Line;
  readonly scene: Scene;
  /** The oldest first. */
  readonly changes: readonly string[];
  /** The oldest first. */
  readonly notes: readonly Line[];
}

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

const fewestChanges = 2;
const mostChanges = 8;

/**
 * At most as many lines as the screen has, none wider than it. Texts are wrapped; the latest notes get the space that
 * the rest leaves, whole ones only, and the changes what the notes leave.
 */
export function layOut(picture: Picture, { columns, rows }: ScreenSize): Line[] {
  const wrapped = (line: Line): Line[] => wrapLine(line, columns);
  const { title, explanation } = picture.scene;
  const head = [
    ...wrapped({ text: picture.title, style: 'bold' }),
    ...wrapped(picture.vitals),
    blank,
    ...wrapped({ text: title, style: 'bold' }),
    ...wrapped({ text: explanation }),
    blank,
  ];
  const notes = picture.notes.map(wrapped);
  const space = rows - head.length - 1;
  const shownNotes = latestThatFit(notes, space - fewestChanges);
  const places = Math.max(0, Math.min(space - shownNotes.length, mostChanges));
  const latest = picture.changes.slice(picture.changes.length - places);
  const changes = Array.from({ length: places }, (_, at): Line => {
    const text = latest[at];
    return text === undefined ? blank : { text: cut(`   ${text}`, columns), style: 'dim' };
  });
  return [...head, ...changes, blank, ...shownNotes].slice(0, rows);
}

const blank: Line = { text: '' };

function latestThatFit(notes: readonly (readonly Line[])[], rows: number): readonly Line[] {
  let first = notes.length;
  for (let left = rows; first > 0; first -= 1) {
    left -= notes[first - 1]?.length ?? 0;
    if (left < 0) break;
  }
  return notes.slice(first).flat();
}

/** As many lines as it needs. */
export function wrapLine(line: Line, columns: number): Line[] {
  return wrap(line.text, columns, line.indent).map((text) => ({ ...line, text }));
}

/** Breaks a text between words, and words that are wider than a line. Lines after the first are indented. */
function wrap(text: string, columns: number, indent = 0): string[] {
  const margin = ' '.repeat(Math.min(indent, Math.floor(columns / 2)));
  const lines: string[] = [];
  let rest = text;
  for (;;) {
    const width = Math.max(1, lines.length === 0 ? columns : columns - margin.length);
    const room = Array.from(rest);
    if (room.length <= width) return [...lines, (lines.length === 0 ? '' : margin) + rest];
    const line = room.slice(0, width).join('');
    // A line that ends just before a space is full.
    const end = room[width] === ' ' ? line.length : Math.max(0, line.lastIndexOf(' '));
    const isWord = line.slice(0, end).trim() === '';
    lines.push((lines.length === 0 ? '' : margin) + (isWord ? line : line.slice(0, end).trimEnd()));
    rest = rest.slice(isWord ? line.length : end).trimStart();
  }
}

function cut(text: string, columns: number): string {
  const characters = Array.from(text);
  return characters.length > columns ? `${characters.slice(0, Math.max(0, columns - 1)).join('')}…` : text;
}
