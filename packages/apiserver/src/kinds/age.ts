// Durations as kubectl shows them.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/duration/duration.go

const minute = 60;

/** `5m12s`, `3h`, `12d`. */
export function formatDuration(seconds: number): string {
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * minute) return `${Math.floor(seconds)}s`;
  const minutes = Math.floor(seconds / minute);
  if (minutes < 10) return withRest(`${minutes}m`, Math.floor(seconds) % 60, 's');
  if (minutes < 3 * 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return withRest(`${hours}h`, minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 24 * 8) return withRest(`${days}d`, hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  if (hours < 24 * 365 * 8) return withRest(`${years}y`, days % 365, 'd');
  return `${years}y`;
}

// `5m`, or `5m12s` where there is a rest.
function withRest(whole: string, rest: number, unit: string): string {
  return rest === 0 ? whole : `${whole}${rest}${unit}`;
}

/** How long ago a timestamp was, or `<unknown>`. */
export function formatAge(timestamp: string | undefined, now: number): string {
  const then = timestamp === undefined ? NaN : Date.parse(timestamp);
  return Number.isNaN(then) ? '<unknown>' : formatDuration((now - then) / 1000);
}
