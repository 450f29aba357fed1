import type { Clock } from '@kube-rx/core';

/** The moment as objects carry it, in whole seconds: `2026-01-31T12:00:00Z`. */
export function timestamp({ clock }: { readonly clock: Clock }, offsetMs = 0): string {
  return `${new Date(clock.now() + offsetMs).toISOString().slice(0, -'.000Z'.length)}Z`;
}
