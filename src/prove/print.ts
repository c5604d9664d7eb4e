import type { Diagnostic } from '../diagnostic/index.ts';
import { visible } from '../diagnostic/index.ts';
import { operators } from './mutant.ts';
import type { Coverage, Proof, ProvedExpectation, Survivor } from './proof.ts';

type Place = NonNullable<Diagnostic['place']>;

/** The proof of one scenario, with where it came from and where its expectations stand. */
export interface ScenarioProof {
  /** `FILE::NAME`. */
  readonly id: string;
  /** The recorded run that the mutants are made of. */
  readonly runId: string;
  readonly proof: Proof;
  /** In the order of the proof's expectations. */
  readonly places: readonly (Place | undefined)[];
}

/** All that one call has proved. */
export interface ProofReport {
  readonly scenarios: readonly ScenarioProof[];
  readonly seed: number;
  readonly minScore: number | undefined;
}

/**
 * Killed mutants of a hundred that were judged, to one decimal and never rounded up. 0 where there was nothing to judge:
 * expectations that no fault can be planted for show nothing.
 */
export function scoreOf(proofs: readonly Pick<Proof, 'killed' | 'judged'>[]): number {
  const judged = proofs.reduce((sum, each) => sum + each.judged, 0);
  const killed = proofs.reduce((sum, each) => sum + each.killed, 0);
  return judged === 0 ? 0 : Math.floor((killed * 1000) / judged) / 10;
}

/** Survivors shown of each scenario; JSON has all of them. */
const SHOWN = 20;

/** For people: the score, what survived, what would kill it, and what nothing looks at. */
export function printProof({ scenarios, seed, minScore }: ProofReport): string {
  const blocks = scenarios.map((each) => [...scenarioLines(each, seed), ''].join('\n'));
  const proofs = scenarios.map(({ proof }) => proof);
  const least = minScore === undefined ? '' : `, at least ${minScore} % asked for`;
  const [only] = scenarios;
  const all = scenarios.length === 1 && only ? [] : [`${scenarios.length} scenarios`];
  const last = `${[...all, `score ${scoreOf(proofs)} %${least}`].join(', ')}\n`;
  return [...blocks, last].join('\n');
}

function scenarioLines({ id, runId, proof, places }: ScenarioProof, seed: number): string[] {
  const { expectations, survivors, judged, killed, suggestion } = proof;
  const located = expectations.map((expectation, at) => ({ expectation, place: places[at] }));
  const of = (worth: ProvedExpectation['worth']) =>
    located.filter(({ expectation }) => expectation.worth === worth && expectation.outcome === 'passed');
  return [
    visible(id),
    `  ${counted(proof.spans, 'span')} of run ${runId}`,
    `  ${headline(proof)}`,
    ...sampleLines(proof, seed),
    ...(judged === 0 ? [] : ['', ...operatorLines(proof)]),
    ...section(
      'turned red by nothing: they cannot fail, or notice what no fault here shows',
      of('idle').map(expectationLine),
    ),
    ...section('redundant: whatever they notice, others notice too', of('redundant').map(expectationLine)),
    ...section(`survived: ${judged - killed}`, survivorLines(survivors, judged - killed)),
    ...section('nothing looks at', coverageLines(proof.coverage)),
    ...(suggestion
      ? section(
          `would kill ${suggestion.kills} of them, and passes on what was recorded`,
          suggestion.toml.trimEnd().split('\n').map(visible),
        )
      : []),
  ];
}

function headline({ judged, killed, undecided, equivalent, spans }: Proof): string {
  if (judged === 0) {
    return spans === 0
      ? 'score 0 %: no span was sent, so no fault can be planted and none would be noticed'
      : 'score 0 %: there is nothing to plant a fault into';
  }
  const open = undecided > 0 ? ` (${undecided} of them undecided, which is never green)` : '';
  const same = equivalent > 0 ? `; ${equivalent} more change only what varies, and do not count` : '';
  return `score ${scoreOf([{ judged, killed }])} %: ${killed} of ${counted(judged, 'mutant')} killed${open}${same}`;
}

function sampleLines({ judged, mutants }: Proof, seed: number): string[] {
  return judged === mutants
    ? []
    : [`  a sample: ${judged} of ${mutants} mutants, drawn with seed ${seed}; --max-mutants takes more`];
}

function operatorLines({ byOperator }: Proof): string[] {
  const width = Math.max(...byOperator.map(({ operator }) => operator.length));
  return byOperator.map(({ operator, killed, survived }) => {
    const figures = `${String(killed).padStart(6)} of ${String(killed + survived).padEnd(6)}`;
    return `  ${operator.padEnd(width)}${figures} ${operators[operator]}`;
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : ['', `  ${title}`, ...lines.map((line) => (line === '' ? '' : `    ${line}`))];
}

function expectationLine({
  expectation: { rule, expected },
  place,
}: {
  readonly expectation: ProvedExpectation;
  readonly place: Place | undefined;
}): string {
  const where = place ? ` (${place.file}:${place.line}:${place.column})` : '';
  return visible(`${rule}: ${expected}${where}`);
}

function survivorLines(survivors: readonly Survivor[], all: number): string[] {
  const shown = survivors.slice(0, SHOWN).map(({ operator, span, subject, detail, suggestion }) => {
    const what = [subject, detail].filter((each) => each !== undefined && each !== '').join(': ');
    const unkillable = suggestion === undefined ? ' (no expectation was found that would notice)' : '';
    return visible(`${operator} ${JSON.stringify(span.name)}${what === '' ? '' : ` ${what}`}${unkillable}`);
  });
  return all > shown.length ? [...shown, `and ${all - shown.length} more; --format json has them`] : shown;
}

function coverageLines({ spans, attributes, resource, attributeCount, attributesSeen }: Coverage): string[] {
  const lines = [
    ...spans.map(({ name, count }) => `${counted(count, 'span')} ${JSON.stringify(name)}`),
    ...attributes.map(({ span, keys }) => `attributes of ${JSON.stringify(span)}: ${keys.join(', ')}`),
    ...resource.map(
      ({ service, keys }) => `resource attributes of ${JSON.stringify(service)}: ${keys.join(', ')}`,
    ),
  ].map(visible);
  const rest = lines.length - SHOWN;
  const shown = rest > 0 ? [...lines.slice(0, SHOWN), `and ${rest} more; --format json has them`] : lines;
  return shown.length === 0
    ? []
    : [...shown, `${attributesSeen} of ${attributeCount} attributes are looked at`];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The version of the JSON; members may be added without raising it, never removed or changed. */
const FORMAT = 1;

/** For programs: everything that is known, with a score for each scenario. */
export function proofJson({ scenarios, seed, minScore }: ProofReport): string {
  const report = {
    format: FORMAT,
    score: scoreOf(scenarios.map(({ proof }) => proof)),
    minScore,
    seed,
    scenarios: scenarios.map(({ id, runId, proof, places }) => ({
      id,
      runId,
      score: scoreOf([proof]),
      ...proof,
      expectations: proof.expectations.map((each, at) => ({ ...each, place: places[at] })),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
