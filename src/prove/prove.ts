import { verdictOf } from '../expect/index.ts';
import { refOf } from '../trace/index.ts';
import { coverageOf } from './coverage.ts';
import { createMutantJudge, type MutantJudge, type TraceClaims } from './judge.ts';
import { type Edit, type Mutant, type Operator, operators } from './mutant.ts';
import { mutantsOf, sampleMutants } from './mutants.ts';
import { MAX_SURVIVORS, type Proof, type ProvedExpectation, type Survivor } from './proof.ts';
import { createScene } from './scene.ts';
import { createSuggester } from './suggest.ts';

export interface ProveInput {
  /** Judges the scenario by itself; its trace is what the mutants are made of. */
  readonly own: TraceClaims;
  /** Judge it together with others: the traces there hold the scenario's spans among others. */
  readonly others: readonly TraceClaims[];
  /** Something else than the trace passed too, such as a step's exit code. */
  readonly hasOtherPasses: boolean;
  /** Globs of attribute keys that are declared to vary. */
  readonly ignore: readonly string[];
  readonly seed: number;
  /** At least 1. */
  readonly maxMutants: number;
  /** Of the tables that a suggestion is written for: `expect` or `scenario.expect`. */
  readonly prefix: string;
}

/**
 * Plants faults into a recorded trace, one at a time, and counts on which of them the verdict is passed no more. The same
 * input gives the same proof; in what order spans came in or claims stand does not matter.
 */
export function prove(input: ProveInput): Proof {
  const { own, others, ignore, seed, maxMutants } = input;
  const scene = createScene(own.trace, ignore);
  const judges = [own, ...others].map(createMutantJudge);
  const { mutants, total, equivalent } = sampleMutants(mutantsOf(scene), { seed, max: maxMutants });
  const tally = new Tally(judges);
  for (const mutant of mutants) {
    const reds = redsOf(mutant.edit(), judges, input.hasOtherPasses);
    tally.note(mutant, reds);
  }
  const suggester = createSuggester(scene, judges[0] ?? createMutantJudge(own), input.prefix);
  const survivors = tally.survivors.slice(0, MAX_SURVIVORS);
  return {
    spans: own.trace.spans.length,
    mutants: total,
    equivalent,
    judged: mutants.length,
    killed: tally.killed,
    undecided: tally.undecided,
    byOperator: tally.byOperator(),
    expectations: tally.expectations(),
    survivors: survivors.map((mutant): Survivor => {
      const { operator, subject, detail } = mutant;
      return { operator, span: refOf(mutant.span), subject, detail, suggestion: suggester.forOne(mutant) };
    }),
    suggestion: suggester.forAll(survivors),
    coverage: coverageOf(scene, judges),
  };
}

/** What turned red on a mutant. */
interface Reds {
  readonly isUndecided: boolean;
  /** Numbers of claims, counted through all sets of claims. */
  readonly claims: readonly number[];
}

/** Undefined where every set of claims still passes. */
function redsOf(edit: Edit, judges: readonly MutantJudge[], hasOtherPasses: boolean): Reds | undefined {
  const claims: number[] = [];
  let isKilled = false;
  let isFailed = false;
  let offset = 0;
  for (const [index, judge] of judges.entries()) {
    const changed = judge.after(edit);
    if (changed.size > 0) {
      const outcomes = judge.outcomes.map((outcome, at) => ({ outcome: changed.get(at) ?? outcome }));
      const besides = hasOtherPasses && index === 0 ? [{ outcome: 'passed' as const }] : [];
      const verdict = verdictOf([...outcomes, ...besides]);
      if (verdict !== 'passed') {
        isKilled = true;
        isFailed ||= verdict === 'failed';
        claims.push(...killers(changed).map((at) => at + offset));
      }
    }
    offset += judge.outcomes.length;
  }
  return isKilled ? { isUndecided: !isFailed, claims } : undefined;
}

/** Those that failed; where none did, those that applied before and left nothing that passed. */
function killers(changed: ReturnType<MutantJudge['after']>): number[] {
  const all = [...changed];
  const red = all.filter(([, outcome]) => outcome === 'failed' || outcome === 'undecided');
  return (red.length > 0 ? red : all).map(([at]) => at);
}

class Tally {
  killed = 0;
  undecided = 0;
  readonly survivors: Mutant[] = [];
  readonly #judges: readonly MutantJudge[];
  readonly #operators = new Map<Operator, { killed: number; survived: number }>();
  readonly #kills: number[];
  readonly #alone: number[];

  constructor(judges: readonly MutantJudge[]) {
    this.#judges = judges;
    const count = judges.reduce((sum, { outcomes }) => sum + outcomes.length, 0);
    this.#kills = new Array<number>(count).fill(0);
    this.#alone = new Array<number>(count).fill(0);
  }

  note(mutant: Mutant, reds: Reds | undefined): void {
    const tally = this.#operators.get(mutant.operator) ?? { killed: 0, survived: 0 };
    this.#operators.set(mutant.operator, tally);
    if (!reds) {
      tally.survived += 1;
      this.survivors.push(mutant);
      return;
    }
    tally.killed += 1;
    this.killed += 1;
    if (reds.isUndecided) this.undecided += 1;
    for (const at of reds.claims) this.#kills[at] = (this.#kills[at] ?? 0) + 1;
    const [only, ...more] = reds.claims;
    if (only !== undefined && more.length === 0) this.#alone[only] = (this.#alone[only] ?? 0) + 1;
  }

  /** In the order of the table of operators; those that made no mutant are left out. */
  byOperator() {
    // The keys of a constant are its own.
    return (Object.keys(operators) as Operator[]).flatMap((operator) => {
      const tally = this.#operators.get(operator);
      return tally ? [{ operator, ...tally }] : [];
    });
  }

  expectations(): ProvedExpectation[] {
    const claims = this.#judges.flatMap(({ given, outcomes }) =>
      given.claims.map((claim, at) => ({ claim, outcome: outcomes[at] ?? 'notApplicable' })),
    );
    return claims.map(({ claim: { rule, path, expected }, outcome }, at) => {
      const kills = this.#kills[at] ?? 0;
      const killsAlone = this.#alone[at] ?? 0;
      const worth = kills === 0 ? 'idle' : killsAlone === 0 ? 'redundant' : 'needed';
      return { rule, path, expected, outcome, kills, killsAlone, worth };
    });
  }
}
