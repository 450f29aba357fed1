// What a view is told. One writes lines, the other repaints the terminal; the story does not know which.

import type { WatcherStatus } from 'kube-rx';

/** How the cache is doing, at any moment. */
export interface Vitals {
  /** Objects in the cache. */
  readonly size: number;
  /** Changes seen so far. */
  readonly changes: number;
  readonly status: WatcherStatus;
}

export interface View {
  /** Begins: what is watched, and where the view finds how it goes. */
  open(title: string, vitals: () => Vitals): void;
  /** A chapter begins. */
  scene(title: string, explanation: string): void;
  /** Something was added, changed or deleted. There may be many. */
  change(text: string): void;
  /** Something that a reader should not miss. */
  note(kind: NoteKind, text: string): void;
  /** Ends; what was shown stays. */
  close(): void;
}

export type NoteKind = 'info' | 'trouble' | 'recovery' | 'passed' | 'failed';

/** `live at version 123`, `waiting, next try in 0.4 s`. */
export function describeStatus({ phase, resourceVersion, nextRetryAt }: WatcherStatus, now: number): string {
  if (phase === 'waiting' && nextRetryAt !== undefined)
    return `waiting, next try in ${(Math.max(0, nextRetryAt - now) / 1000).toFixed(1)} s`;
  return resourceVersion === undefined ? phase : `${phase} at version ${resourceVersion}`;
}

/** Shows what a server sends without doing it: a control character could move the cursor, or worse. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '·');
}

/** `1:05`. */
export function formatElapsed(millis: number): string {
  const seconds = Math.floor(millis / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
