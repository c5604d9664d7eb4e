import type { ReadyProbe } from '../contract.ts';
import { LineSplitter } from './lines.ts';

type LogProbe = Extract<ReadyProbe, { kind: 'log' }>;

/**
 * Tests every line a service writes until each log probe has seen its own. Knows the probes before the service starts,
 * so no early line is missed, and costs nothing once all have matched.
 */
export class LogWatch {
  readonly #seen = new Map<LogProbe, PromiseWithResolvers<void>>();
  readonly #open = new Set<LogProbe>();
  readonly #splitters = {
    stdout: new LineSplitter((line) => this.#test(line)),
    stderr: new LineSplitter((line) => this.#test(line)),
  };

  constructor(probes: readonly ReadyProbe[]) {
    for (const probe of probes) {
      if (probe.kind !== 'log') continue;
      this.#seen.set(probe, Promise.withResolvers());
      this.#open.add(probe);
    }
  }

  push(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (this.#open.size > 0) this.#splitters[stream].push(chunk);
  }

  /** Resolves with the first line the probe accepts. */
  async matched(probe: LogProbe): Promise<void> {
    await this.#seen.get(probe)?.promise;
  }

  /** No line is of interest any more. */
  stop(): void {
    this.#open.clear();
  }

  #test(line: string): void {
    for (const probe of this.#open) {
      if (!probe.matches(line)) continue;
      this.#open.delete(probe);
      this.#seen.get(probe)?.resolve();
    }
  }
}
