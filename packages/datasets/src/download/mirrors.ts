import { HttpError } from '../http/index.js';

/** How often a mirror may give another file than expected: once may be a proxy on the way. */
const WRONG_FILES = 2;
/** Tries in a row at a mirror that gives a part each time, before the next mirror gets its turn. */
const STAYS = 3;

/** What came is not the file that was wanted. */
export class ContentError extends HttpError {}

/**
 * Whose turn it is among the addresses of one file. They are tried in their order; when all have failed, a wait is
 * due before the next round. One that fails for good, or gives a wrong file twice, is asked no more.
 */
export class Mirrors {
  readonly #failures = new Map<string, HttpError>();
  readonly #wrong = new Map<string, number>();
  readonly #busyUntil = new Map<string, number>();
  #left: string[];
  #round: string[];
  #stays = 0;
  #waitIsDue = false;

  constructor(urls: readonly string[]) {
    this.#left = [...new Set(urls)];
    this.#round = this.#left;
  }

  /** The address to try now. */
  get current(): string {
    return this.#round[0]!;
  }

  /** Whether no mirror is left. */
  get none(): boolean {
    return this.#left.length === 0;
  }

  /** Each mirror's last failure. */
  get failures(): readonly HttpError[] {
    return [...this.#failures.values()];
  }

  /**
   * The failure to wait for, if a wait is due before the next try: of the mirror that can be asked again soonest.
   * A mirror that asked for more is passed over until its time has come.
   */
  get waitFor(): HttpError | undefined {
    if (!this.#waitIsDue) return undefined;
    const waits = (url: string) => this.#failures.get(url)?.retryAfter ?? 0;
    const soonest = this.#left.reduce((a, b) => (waits(b) < waits(a) ? b : a));
    return this.#failures.get(soonest);
  }

  /**
   * Notes a failure of the current mirror.
   *
   * @param advanced Whether it gave a part of the file that is of use.
   */
  failed(error: HttpError, advanced: boolean): void {
    const url = this.current;
    this.#failures.set(url, error);
    if (error.retryAfter !== undefined) this.#busyUntil.set(url, performance.now() + error.retryAfter * 1000);
    if (error instanceof ContentError) this.#wrong.set(url, (this.#wrong.get(url) ?? 0) + 1);
    const lasting = !error.transient || (this.#wrong.get(url) ?? 0) >= WRONG_FILES;
    if (lasting) this.#left = this.#left.filter((other) => other !== url);
    if (!lasting && advanced && this.#stays < STAYS) {
      this.#stays++;
      this.#waitIsDue = true;
      return;
    }
    this.#stays = 0;
    this.#round = this.#round.slice(1);
    this.#waitIsDue = this.#round.length === 0;
  }

  /** Notes that the wait is over. */
  waited(): void {
    this.#waitIsDue = false;
    if (this.#round.length > 0) return;
    // A timer may fire a little early.
    const now = performance.now() + 50;
    const ready = this.#left.filter((url) => (this.#busyUntil.get(url) ?? 0) <= now);
    this.#round = ready.length > 0 ? ready : this.#left;
  }
}
