import type { Host } from '../../host/index.ts';
import { Random } from './random.ts';

export interface Determinism {
  /** Makes everything random repeatable: the same seed and template give the same text. */
  readonly seed?: string | number | bigint | undefined;
  /** RFC 3339: what every clock of the template shows. */
  readonly freezeClock?: string | undefined;
}

/** What a rendered text depends on besides its template, its variables and the files it includes. */
export interface Uses {
  /** The real clock was read. */
  readonly clock: boolean;
  /** Something random was taken that no seed fixes. */
  readonly random: boolean;
  /** Names of environment variables asked for, allowed or not, sorted. */
  readonly env: readonly string[];
}

const DEFAULT_FREEZE_MS = Date.parse('2025-01-01T00:00:00Z');

/**
 * The little of the outside that functions can reach: a clock, random numbers, and environment variables by an allow
 * list. What was reached is kept, so that a cache can tell whether a text is still good.
 */
export class World {
  private readonly host: Host;
  private readonly allowed: ReadonlySet<string>;
  private readonly determinism: Determinism;
  private readonly asked = new Set<string>();
  private readonly counters = new Map<string, bigint>();
  private clockRead = false;
  private randomTaken = false;
  private stream: Random | undefined;
  private readonly frozenNs: bigint | undefined;

  constructor(host: Host, allowedEnv: ReadonlySet<string>, determinism: Determinism) {
    this.host = host;
    this.allowed = allowedEnv;
    this.determinism = determinism;
    const frozenMs = determinism.freezeClock === undefined ? Number.NaN : Date.parse(determinism.freezeClock);
    this.frozenNs = Number.isNaN(frozenMs) ? undefined : BigInt(frozenMs) * 1_000_000n;
  }

  get uses(): Uses {
    return { clock: this.clockRead, random: this.randomTaken, env: [...this.asked].sort() };
  }

  /** Unix nanoseconds, frozen where the scenario says so. */
  nowNs(): bigint {
    if (this.frozenNs !== undefined) return this.frozenNs;
    this.clockRead = true;
    return this.host.nowNs();
  }

  /**
   * Unix milliseconds that made-up dates are counted from: the frozen clock, else the moment at which clnrm's default
   * stops it. Never the real clock, so that a seed alone makes a date repeatable.
   */
  referenceMs(): number {
    return this.frozenNs === undefined ? DEFAULT_FREEZE_MS : Number(this.frozenNs / 1_000_000n);
  }

  /** Unix milliseconds. */
  nowMs(): number {
    return Number(this.nowNs() / 1_000_000n);
  }

  /** The stream of a call's own seed; without one, the stream of the whole rendering. */
  random(seed: string | undefined): Random {
    if (seed !== undefined) return new Random(seed);
    if (this.stream === undefined) {
      const fixed = this.determinism.seed;
      this.randomTaken = fixed === undefined;
      this.stream = new Random(fixed === undefined ? this.host.randomHex(16) : `determinism ${fixed}`);
    }
    return this.stream;
  }

  /** Value of a variable; undefined when it is not set or the project does not allow its name. */
  env(name: string): string | undefined {
    this.asked.add(name);
    return this.allows(name) ? this.host.env[name] : undefined;
  }

  allows(name: string): boolean {
    return this.allowed.has(name);
  }

  /** The next number of a counter that lives as long as the rendering. */
  next(name: string, start: bigint, step: bigint): bigint {
    const value = this.counters.get(name) ?? start;
    this.counters.set(name, value + step);
    return value;
  }
}
