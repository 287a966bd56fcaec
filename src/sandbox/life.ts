import type { Clock, Timer } from './clock.ts';
import type { Random } from './random.ts';

interface Habit {
  firstAfterMs: number;
  everyMs: number;
  action: () => void;
}

/** What people do by themselves. Stopped, nothing happens, and what was about to happen does not. */
export class Life {
  private readonly timers = new Set<Timer>();
  private readonly habits: Habit[] = [];
  private running: boolean;
  private readonly clock: Clock;
  private readonly random: Random;

  constructor(clock: Clock, random: Random, running: boolean) {
    this.clock = clock;
    this.random = random;
    this.running = running;
  }

  /** Does something once, after a time between these (milliseconds). */
  soon(fromMs: number, toMs: number, action: () => void): void {
    if (!this.running) return;
    const timer = this.clock.setTimeout(
      () => {
        this.timers.delete(timer);
        action();
      },
      this.random.integer(fromMs, toMs),
    );
    this.timers.add(timer);
  }

  /** Does something again and again, about once in `everyMs`, never before `firstAfterMs`. */
  habit(firstAfterMs: number, everyMs: number, action: () => void): void {
    const habit = { firstAfterMs, everyMs, action };
    this.habits.push(habit);
    this.begin(habit);
  }

  /** Forgets what was about to happen, and begins anew if it is running. */
  restart(): void {
    const wasRunning = this.running;
    this.run(false);
    this.run(wasRunning);
  }

  /** Starts or stops it; a start counts from now, as the first one did. */
  run(on: boolean): void {
    if (on === this.running) return;
    this.running = on;
    if (on) {
      for (const habit of this.habits) this.begin(habit);
      return;
    }
    for (const timer of this.timers) timer.clear();
    this.timers.clear();
  }

  private begin(habit: Habit): void {
    this.soon(habit.firstAfterMs, habit.firstAfterMs + habit.everyMs / 2, () => this.live(habit));
  }

  private live(habit: Habit): void {
    habit.action();
    this.soon(habit.everyMs * 0.6, habit.everyMs * 1.4, () => this.live(habit));
  }
}
