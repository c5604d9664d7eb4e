/**
 * What a page holds at most, so that a run of any size gives a file that opens. What is beyond is left out, and a line of
 * the page says how much.
 */
export const limits = {
  /** Spans of one scenario, the earliest first. */
  spansOfTrace: 20_000,
  /** Spans of all scenarios; those that passed give way to those that did not. */
  spans: 100_000,
  /** Characters of the data of all traces together. */
  data: 60_000_000,
  /** Characters of all texts of one trace. */
  textOfTrace: 8_000_000,
  /** Characters of a span's name, of a key, and of a value. */
  name: 300,
  value: 2_000,
  attributesOfSpan: 128,
  eventsOfSpan: 64,
  linksOfSpan: 64,
  /** Scenarios with their details, those that did not pass first; and scenarios in the list. */
  scenarios: 500,
  listed: 5_000,
  /** Characters of the details of all scenarios together. */
  details: 40_000_000,
  diagnosticsOfScenario: 100,
  /** Steps and services of a scenario that are shown with what they printed. */
  speakers: 100,
  findingsOfScenario: 200,
  /** What is otherwise about the nearest miss. */
  differencesOfSpan: 20,
  /** Characters of a message, of what was expected and of what there is. */
  message: 4_000,
  /** Lines of what a step or service printed, the last ones, and characters of each. */
  outputLines: 200,
  outputColumns: 1_000,
  /** Faults that nothing noticed. */
  survivors: 100,
  /** Differences from a baseline. */
  differences: 200,
} as const;
