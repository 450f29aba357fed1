import { type Clock, Time } from '@kube-rx/core';

/** The moment as objects carry it, in whole seconds: `2026-01-31T12:00:00Z`. */
export function timestamp({ clock }: { readonly clock: Clock }, offsetMs = 0): string {
  return Time.format(clock.now() + offsetMs);
}
