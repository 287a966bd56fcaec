import { type Failure, failureOf } from '../messaging/errors.ts';
import type { PageSource, Position, SourcePage } from '../messaging/page.ts';
import type { Allowance, Patience } from './budget.ts';
import { locate } from './locate.ts';
import { type Entry, hashOf, isBelow, newestOf, type Trail } from './mark.ts';
import { type Pace, paceAfter } from './pace.ts';
import type { ListSource, PageRequest } from './page.ts';
import { type Circle, noCircle, type Place, type SourceState, stepCircle } from './place.ts';
import { Run } from './run.ts';

/** Fewer items are not worth a call: who pages by one gets the next ones from memory. */
const FEWEST_WANTED = 20;
/** How many mean deviations the anchor may be from where it is expected: to miss it costs a call, to be careful only items. */
const SPREAD = 3;
/** Pages that are read ahead at first, and at most. */
const FEWEST_AHEAD = 2;
const MOST_AHEAD = 8;

export interface SourceWalkOptions<T> {
  readonly listed: ListSource<T>;
  readonly state: SourceState;
  /** What the walk's memory holds of this source; null: nothing. */
  readonly known: Run<T> | null;
  /** Items to ask for in the first call; each further call of the same request asks for twice as many. */
  readonly wants: number;
  /** Whether the list will be gone through again for what moved up. */
  readonly movesUp: boolean;
  readonly accepts: PageRequest<T>['accepts'];
  readonly newerThan: PageRequest<T>['newerThan'];
  readonly allowance: Allowance;
  readonly patience: Patience;
  readonly now: () => number;
}

/** One source of a list within one request: shows its next item, and asks for more where its known items are used up. */
export class SourceWalk<T> {
  readonly listed: ListSource<T>;
  readonly hash: number;
  /** Why the source could not answer in this request. */
  failure: Failure | null = null;
  /** Its next item is not known, and no more pages may be asked for in this request. */
  halted = false;
  /** Items of the whole list that pass the filter, where that is known. */
  total: number | null = null;
  readonly #options: SourceWalkOptions<T>;
  readonly #source: PageSource<T>;
  #run: Run<T> | null = null;
  #taken = 0;
  /** Counts where `#run` is null. */
  #place: Place | null;
  #ended: boolean;
  #top: Trail | null;
  #floor: Trail | null;
  #circle: Circle;
  #asked = 0;
  #readsAhead = false;
  /** Counts where `#run` is null. */
  #ahead = 0;
  readonly #advanced = new Set<string>();

  constructor(options: SourceWalkOptions<T>) {
    const { listed, state, known } = options;
    this.#options = options;
    this.listed = listed;
    this.#source = listed.source;
    this.hash = hashOf(listed.source.name);
    this.#place = state.place;
    this.#ended = state.ended;
    this.#top = state.top;
    this.#floor = state.floor;
    this.#circle = state.circle;
    const taken = known?.takenAt(state.place?.trail ?? []) ?? null;
    if (known === null || taken === null || state.ended) return;
    this.total = known.total;
    this.#run = known.from(taken);
    this.#run.turns += 1;
    this.#passOld();
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The next item; null where it is not known, see `more`. */
  get head(): Entry<T> | null {
    return this.#run?.entries[this.#taken] ?? null;
  }

  /** Whether it can be told what moved up since the walk began. */
  get canGoAgain(): boolean {
    return this.#top !== null;
  }

  /** What is known of the source, for the walk's memory. */
  get run(): Run<T> | null {
    return this.#run;
  }

  take(): void {
    this.#pass();
    this.#passOld();
  }

  /** Afterwards the head is known, or the source has ended, failed or is halted. Throws only what is no FailureError. */
  async more(): Promise<void> {
    try {
      while (this.head === null && !this.#ended && !this.halted) this.halted = !(await this.#extend());
    } catch (error) {
      this.failure = failureOf(error);
      if (this.failure === null) throw error;
    }
  }

  /**
   * Reads on where the place had to be searched for and what was found behind it did not fill the page: a call that only
   * proves the place is then shared by several pages. As files are read ahead: two pages at first, and twice as many each
   * time that all was used, so that a reader who leaves early costs little. To be called when the page is full.
   */
  async readAhead(): Promise<void> {
    const run = this.#run;
    if (run === null || !this.#readsAhead || this.failure !== null) return;
    const enough = this.#taken + run.ahead * this.#options.wants;
    try {
      while (this.#run === run && run.next !== null && run.entries.length < enough) {
        if (!this.#options.patience.isAmple || !(await this.#advance(run, run.next))) return;
      }
    } catch (error) {
      // The page is there without it; the next request asks again and tells.
      if (failureOf(error) === null) throw error;
    }
  }

  /** To be called when the request is done. */
  end(): void {
    this.#options.patience.end();
  }

  /** Begins again at the top, for what is newer than all that the round before began with. */
  again(): void {
    this.#ended = this.#top === null;
    this.#floor = this.#top;
    this.#top = null;
    this.#place = null;
    this.#run = null;
    this.#taken = 0;
    this.#circle = noCircle;
    this.halted = false;
    this.#advanced.clear();
  }

  state(): SourceState {
    const place = this.#run === null ? this.#place : this.#run.place(this.#taken);
    return {
      place: this.#ended ? null : place,
      ended: this.#ended,
      top: this.#top,
      floor: this.#floor,
      circle: this.#ended ? noCircle : this.#circle,
    };
  }

  #pass(): void {
    if (this.#run === null) return;
    this.#taken += 1;
    const { circle, closed } = stepCircle(this.#circle, this.#run.trail(this.#taken));
    this.#circle = circle;
    if (closed || (this.head === null && this.#run.next === null)) this.#finish();
  }

  /** In later rounds, what did not move up has been shown. */
  #passOld(): void {
    while (this.head !== null && isBelow(this.#floor, this.head.mark)) this.#pass();
  }

  #isNewEnough(item: T): boolean {
    const { newerThan } = this.#options;
    return newerThan === undefined || (this.#source.timeOf(item) ?? '') > newerThan;
  }

  #finish(): void {
    this.#ended = true;
    this.#ahead = this.#run?.ahead ?? 0;
    this.#run = null;
  }

  /** Asks for one page, or for as many as it takes to find the place again; false where no more may be asked for. */
  async #extend(): Promise<boolean> {
    const run = this.#run;
    if (run?.next === null) {
      this.#finish();
      return true;
    }
    // Between two calls of one request a list stands still; where there are offsets, it costs nothing to look again.
    const standsStill = run?.turns === 0 && (run.gap || this.#source.kind !== 'offset');
    if (run !== null && standsStill) return this.#advance(run, run.next);
    const place = run === null ? this.#place : run.place(this.#taken);
    const hasAnchor = place !== null && place.trail.length > 0;
    return hasAnchor ? this.#find(place) : this.#begin(place?.position ?? null);
  }

  /** Nothing of the list was taken yet; what lies before the position was empty. */
  async #begin(position: Position | null): Promise<boolean> {
    const page = await this.#ask(position, this.#wants());
    if (page === null) return false;
    this.#run = new Run(this.#source, []);
    this.#run.ahead = this.#ahead;
    this.#readsAhead = this.#ahead > 0;
    this.#append(this.#run, position, page, 0);
    return true;
  }

  async #advance(run: Run<T>, next: Position): Promise<boolean> {
    const name = JSON.stringify(next);
    if (this.#advanced.has(name)) {
      run.next = null;
      return true;
    }
    const page = await this.#ask(next, this.#wants());
    if (page === null) return false;
    this.#advanced.add(name);
    this.#append(run, next, page, 0);
    return true;
  }

  async #find(place: Place): Promise<boolean> {
    const known = this.#run;
    const turns = known?.turns ?? 1;
    const pace: Pace = known?.pace ?? { rate: 0, deviation: 0 };
    const located = await locate({
      source: this.#source,
      place,
      ask: (position, limit) => this.#ask(position, limit),
      wants: this.#wants(),
      expected: Math.round(pace.rate * turns),
      spread: Math.ceil(SPREAD * pace.deviation * Math.sqrt(turns)),
      elsewhere: known?.positionsBefore(this.#taken) ?? [],
      behind: this.#source.kind === 'cursor' ? (known?.next ?? null) : null,
    });
    if (!('page' in located)) {
      if (located === place) return false;
      this.#run = null;
      this.#taken = 0;
      this.#place = located;
      return false;
    }
    const run = known?.from(this.#taken) ?? new Run<T>(this.#source, place.trail);
    run.pace = known?.pace ?? null;
    if (turns > 0 && located.shift !== null) run.pace = paceAfter(run.pace, located.shift, turns);
    // What is repeated because the place could only be guessed is no circle.
    if (!located.found) this.#circle = noCircle;
    this.#run = run;
    this.#taken = 0;
    this.#append(run, located.position, located.page, located.skip);
    const { then } = located;
    if (then && this.#run === run) this.#append(run, then.position, then.page, then.skip);
    this.#readsAhead = known !== null && run.entries.length < this.#options.wants;
    if (this.#readsAhead) run.ahead = Math.min(MOST_AHEAD, Math.max(FEWEST_AHEAD, 2 * run.ahead));
    return true;
  }

  #append(run: Run<T>, position: Position | null, page: SourcePage<T>, skip: number): void {
    run.append(this.#source, position, page, skip);
    run.askedAt = this.#options.now();
    run.total = this.#totalOf(page) ?? run.total;
    this.total = run.total;
    if (this.#options.movesUp && run.start.length === 0) {
      this.#top ??= newestOf(run.entries.map(({ mark }) => mark));
    }
    const last = run.entries.at(-1);
    if (last !== undefined && isBelow(this.#floor, last.mark)) run.next = null;
    if (page.items.length > 0 && !page.items.some((item) => this.#isNewEnough(item))) run.next = null;
    if (this.head === null && run.next === null) this.#finish();
    this.#passOld();
  }

  #totalOf(page: SourcePage<T>): number | null {
    const { accepts } = this.#options;
    if (this.#source.kind !== 'whole') return accepts === undefined ? (page.total ?? null) : null;
    return accepts === undefined ? page.items.length : page.items.filter(accepts).length;
  }

  #wants(): number {
    return Math.max(FEWEST_WANTED, this.#options.wants * 2 ** this.#asked);
  }

  async #ask(position: Position | null, limit: number): Promise<SourcePage<T> | null> {
    if (!this.#options.allowance.take()) return null;
    this.#asked += 1;
    const bounded = Math.min(this.#source.maxPageSize, limit);
    return this.#options.patience.spend((call) => this.#source.fetch(position, bounded, call));
  }
}
