// When the silence of a watch has become improbable: an accrual failure detector (Hayashibara et al., "The φ Accrual
// Failure Detector", 2004), with intervals taken as normally distributed, as Akka does. It learns how often frames come
// and from that how long there may be none. A silence that turned out to be none of a dead watch makes it more patient.

// φ 8, one wrong suspicion in a hundred million intervals, is that many standard deviations above the mean.
const deviations = 5.612;
// The mean is at least so many deviations: intervals that were all alike may vary.
const steadiness = 12;
// Frames that come together are one arrival, so that a burst does not teach that frames come each millisecond.
const burstMs = 250;
// As few intervals teach nothing.
const leastKnown = 5;
// About as many intervals are remembered, the last ones best.
const memory = 32;
// How much longer than probable a silence may be: a garbage collection, a slow network.
const pauseMs = 3_000;
const mostPatience = 16;
// Patience is halved after as many arrivals.
const patientFor = 64;
// A watch that stays quiet, and a second one with it, is left alone so long. One that was busy is looked at sooner, and
// then ever later: a proxy may have opened the second one, too, and pass nothing on.
const quietMs = 300_000;
// How long a frame may stand still that has begun. Servers write them in one go, so the connection holds it back.
const halfToldMs = 10_000;
// A timer that comes so much too late tells that the process stood still.
const standstillMs = 10_000;
// What came before the standstill, and lies in buffers, is read before the watch is resumed.
const soonestMs = 100;
const spreadMs = 1_900;

export class SilenceDetector {
  readonly #bookmarkIntervalMs: number;
  #known = 0;
  #meanMs = 0;
  #variance = 0;
  #patience = 1;
  #sincePatience = 0;
  #limitMs: number;
  #lastAt = 0;
  #countedAt = 0;
  #quietUntil = -Infinity;
  // Second watches in a row that were as quiet.
  #quietSecondWatches = 0;
  #resumeAt = Infinity;
  // When bytes of a frame last came that is not whole yet.
  #halfToldAt = Infinity;
  // Of this watch. Whoever was sent one is sent them on a schedule, but the next watch only after news.
  #bookmarkAt = Infinity;
  // Whether this watch was told anything: then bookmarks are on their way.
  #isHeard = false;

  /** 0 turns it off. */
  constructor(bookmarkIntervalMs: number) {
    this.#bookmarkIntervalMs = bookmarkIntervalMs;
    this.#limitMs = this.#judge();
  }

  /** How long there may be no frame. */
  get limitMs(): number {
    return this.#limitMs;
  }

  /** When silence becomes suspicious, in monotonic time, if nothing comes until then; Infinity: never. */
  get suspectAt(): number {
    const intervalMs = this.#bookmarkIntervalMs;
    if (intervalMs === 0) return Infinity;
    const slackMs = (intervalMs / 2) * this.#patience;
    const bookmarkAt = Math.max(this.#bookmarkAt + intervalMs + slackMs, this.#lastAt + slackMs);
    const halfToldAt = this.#halfToldAt + halfToldMs * this.#patience;
    const expectedAt = Math.min(this.#lastAt + this.#limitMs, bookmarkAt, halfToldAt);
    const silentAt = Math.max(expectedAt, this.#quietUntil);
    return Math.min(silentAt, this.#resumeAt);
  }

  /** Whether the watch is to be resumed without suspicion, as the process stood still. */
  get isResuming(): boolean {
    return this.#resumeAt < Infinity;
  }

  /** Another watch is open. What was learnt holds for it too. */
  begin(now: number): void {
    this.#lastAt = now;
    this.#countedAt = now;
    this.#bookmarkAt = Infinity;
    this.#halfToldAt = Infinity;
    this.#resumeAt = Infinity;
    this.#isHeard = false;
    if (this.#known === 0) this.#limitMs = this.#judge();
  }

  /** A frame came. */
  note(now: number, isBookmark: boolean): void {
    if (isBookmark) this.#bookmarkAt = now;
    if (!this.#isHeard) this.#noteHeard();
    this.#halfToldAt = Infinity;
    // Also of the moment at which the watch took over, by bringing this.
    this.#quietUntil = -Infinity;
    this.#quietSecondWatches = 0;
    if (now === this.#lastAt) return;
    this.#lastAt = now;
    const intervalMs = now - this.#countedAt;
    if (intervalMs < burstMs) return;
    this.#countedAt = now;
    this.#learn(intervalMs);
  }

  /** A part of a frame came; `isProgress` unless it is next to nothing after another. */
  noteHalf(now: number, isProgress: boolean): void {
    if (isProgress || this.#halfToldAt === Infinity) this.#halfToldAt = now;
  }

  /** Whether this look comes so late that it tells of a standstill and not of silence. */
  isLate(now: number): boolean {
    return !this.isResuming && now - this.suspectAt > standstillMs;
  }

  /** The process stood still, and silence with it: the watch is resumed once, soon, and not all of them together. */
  noteStandstill(now: number, random: number): void {
    if (this.#bookmarkIntervalMs === 0 || this.isResuming) return;
    this.#lastAt = now;
    this.#countedAt = now;
    if (this.#bookmarkAt < Infinity) this.#bookmarkAt = now;
    if (this.#halfToldAt < Infinity) this.#halfToldAt = now;
    this.#resumeAt = now + soonestMs + random * spreadMs;
  }

  /** The watch is resumed now; false if it was not to be, and so is suspected. */
  endResuming(): boolean {
    const { isResuming } = this;
    this.#resumeAt = Infinity;
    return isResuming;
  }

  /** How long nothing came. */
  silentMs(now: number): number {
    return now - this.#lastAt;
  }

  /**
   * Whether the connection itself may hold both watches back: one that brought frames went quiet, and a second one with
   * it; or it stopped within a frame.
   */
  get isOddlyQuiet(): boolean {
    return (this.#quietSecondWatches > 0 && !this.#isPrior) || this.#halfToldAt < Infinity;
  }

  /** The suspected watch was well, as far as can be told. */
  noteWell(): void {
    this.#patience = Math.min(2 * this.#patience, mostPatience);
    this.#sincePatience = 0;
    this.#limitMs = this.#judge();
  }

  /** The suspected watch was dead. */
  noteDead(): void {
    this.#patience = 1;
    this.#limitMs = this.#judge();
  }

  /** A second watch had nothing to tell either. */
  noteQuiet(now: number): void {
    const busyMs = this.#limitMs * 2 ** this.#quietSecondWatches;
    this.#quietUntil = now + (this.#isPrior ? quietMs : Math.min(busyMs, quietMs));
    this.#quietSecondWatches += 1;
  }

  get #isPrior(): boolean {
    return this.#known < leastKnown;
  }

  // Nothing ever came, so no bookmark is expected that a second watch would not be sent: the first look may come sooner.
  get #isUnheard(): boolean {
    return this.#known === 0 && !this.#isHeard;
  }

  #noteHeard(): void {
    this.#isHeard = true;
    if (this.#known === 0) this.#limitMs = this.#judge();
  }

  #learn(intervalMs: number): void {
    // How patient it became while nothing came says nothing about what comes.
    if (this.#known === 0) this.#patience = 1;
    this.#known = Math.min(this.#known + 1, memory);
    const weight = 1 / this.#known;
    const delta = intervalMs - this.#meanMs;
    this.#meanMs += weight * delta;
    this.#variance = (1 - weight) * (this.#variance + weight * delta * delta);
    this.#sincePatience += 1;
    if (this.#sincePatience >= patientFor) {
      this.#patience = Math.max(1, this.#patience / 2);
      this.#sincePatience = 0;
    }
    this.#limitMs = this.#judge();
  }

  #judge(): number {
    const isPrior = this.#isPrior;
    const isUnheard = this.#isUnheard;
    const intervalMs = this.#bookmarkIntervalMs;
    const priorMs = isUnheard ? intervalMs / 2 : intervalMs;
    const meanMs = isPrior ? priorMs : this.#meanMs;
    const deviationMs = Math.max(isPrior ? 0 : Math.sqrt(this.#variance), meanMs / steadiness);
    // The first look where nothing ever came is early; those that follow are not.
    const more = (this.#patience - 1) * Math.max(pauseMs, isUnheard ? intervalMs : meanMs / 2);
    return meanMs + deviations * deviationMs + pauseMs + more;
  }
}
