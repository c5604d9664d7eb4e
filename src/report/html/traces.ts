import type { ScenarioId } from '../../plan/index.ts';
import type { ReportedBaseline, ReportedProof, ReportedTrace } from '../reporter.ts';
import { encodeTrace } from './encode.ts';
import { limits } from './limits.ts';
import { jsonText } from './markup.ts';

/** A trace as it stands in the page. */
export interface KeptTrace {
  readonly json: string;
  /** How many are in it. */
  readonly spans: number;
  readonly omittedSpans: number;
  readonly omittedTexts: number;
  readonly baseline: ReportedBaseline | undefined;
  readonly proof: ReportedProof | undefined;
}

interface Held extends KeptTrace {
  readonly attempt: number;
  readonly isGreen: boolean;
}

/** The traces of a run, of each scenario that of its last attempt, as many as a page may hold. */
export class Traces {
  readonly #held = new Map<ScenarioId, Held>();
  readonly #clean: (text: string) => string;
  #spans = 0;
  /** Characters. */
  #size = 0;

  constructor(clean: (text: string) => string) {
    this.#clean = clean;
  }

  add({ id, attempt, trace, passed, baseline, proof }: ReportedTrace): void {
    this.#drop(id);
    if (trace.spans.length + trace.own.length === 0) return;
    const page = encodeTrace(trace, this.#clean);
    const spans = page.name.length;
    const json = jsonText(page);
    const hasRoom = () => this.#spans + spans <= limits.spans && this.#size + json.length <= limits.data;
    if (!passed) this.#makeRoom(hasRoom);
    if (!hasRoom()) return;
    this.#spans += spans;
    this.#size += json.length;
    this.#held.set(id, {
      attempt,
      isGreen: passed,
      json,
      spans,
      omittedSpans: page.omittedSpans,
      omittedTexts: page.omittedTexts,
      baseline: baseline(),
      proof,
    });
  }

  /** Undefined when the scenario's last attempt left none, or one that did not fit. */
  get(id: ScenarioId, attempt: number): KeptTrace | undefined {
    const held = this.#held.get(id);
    return held?.attempt === attempt ? held : undefined;
  }

  /** Traces of scenarios that passed go first, the latest of them before the earlier ones. */
  #makeRoom(hasRoom: () => boolean): void {
    for (const [id, { isGreen }] of [...this.#held].toReversed()) {
      if (hasRoom()) return;
      if (isGreen) this.#drop(id);
    }
  }

  #drop(id: ScenarioId): void {
    const held = this.#held.get(id);
    this.#spans -= held?.spans ?? 0;
    this.#size -= held?.json.length ?? 0;
    this.#held.delete(id);
  }
}
