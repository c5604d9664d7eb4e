import { type Diagnostic, diagnostic, nearest, type Place } from '../../diagnostic/index.ts';
import {
  type CompiledSelection,
  compileSelection,
  createPlan,
  type Plan,
  type PlannedScenario,
  type ScenarioId,
} from '../../plan/index.ts';
import type { LoadedFile } from '../../scenario/index.ts';
import type { Settings } from '../config/settings.ts';
import type { run } from '../options/run.ts';
import { within } from '../options/within.ts';

type RunSettings = Settings<typeof run.options>;

/** What says which scenarios are meant, and, where they are to be run, what applies to those that do not say. */
type Selecting = Pick<RunSettings, 'only' | 'tag'> & Partial<Pick<RunSettings, 'timeout' | 'retries'>>;

/** What else narrows the plan; ids are those of scenarios and of judgements over several. */
export interface Narrowing {
  /** Scenarios that did not pass; undefined when that is not asked for. */
  readonly failing?: ReadonlySet<ScenarioId> | undefined;
}

/** The plan of what the settings select; a diagnostic when that is nothing, or when a selection cannot be read. */
export function select(
  files: readonly LoadedFile[],
  settings: Selecting,
  { failing }: Narrowing = {},
): Plan | Diagnostic {
  const { only, tag, timeout, retries } = settings;
  const defaults = { timeoutMs: timeout?.value, retries: retries?.value };
  const everything = createPlan({ files, selection: { only: [], tags: [] }, ...defaults });
  const selections = compileTags(tag, everything.scenarios);
  if ('code' in selections) return selections;
  const wanted = failing && failingScenarios(everything, failing);
  const matches = (scenario: PlannedScenario) =>
    (selections.length === 0 || selections.some((each) => each.matches(scenario))) &&
    (wanted?.has(scenario.id) ?? true);
  const plan = createPlan({ files, selection: { only: only.value, tags: [], matches }, ...defaults });
  if (plan.scenarios.length > 0) return plan;
  if (wanted?.size === 0 && everything.scenarios.length > 0) return nothingFailed();
  return nothingSelected(everything.scenarios, selections, settings);
}

/** What is judged over several scenarios fails all of them. */
function failingScenarios(plan: Plan, failing: ReadonlySet<ScenarioId>): ReadonlySet<ScenarioId> {
  const together = plan.judgements.filter(({ id }) => failing.has(id)).flatMap(({ scenarios }) => scenarios);
  const own = plan.scenarios.filter(({ id }) => failing.has(id)).map(({ id }) => id);
  return new Set([...own, ...together]);
}

function nothingFailed(): Diagnostic {
  return fault('every selected scenario passed when it was run last, or was never run', {
    hint: 'leave out --last-failed to run them again',
  });
}

/** Each `--tag`, read. What is the name of a tag as it stands is that tag, whatever else it might mean. */
function compileTags(
  tag: Selecting['tag'],
  scenarios: readonly PlannedScenario[],
): readonly (CompiledSelection & { readonly place: Place | undefined })[] | Diagnostic {
  const known = new Set(scenarios.flatMap(({ tags }) => tags));
  const compiled: (CompiledSelection & { readonly place: Place | undefined })[] = [];
  for (const [index, text] of tag.value.entries()) {
    const place = tag.origin.places[index];
    if (known.has(text)) {
      compiled.push({ matches: ({ tags }) => tags.includes(text), tags: [{ tag: text, offset: 0 }], place });
      continue;
    }
    const selection = compileSelection(text);
    if ('message' in selection) {
      return diagnostic({
        code: 'SW0027',
        message: `the selection cannot be understood: ${selection.message}`,
        place: within(place, text, selection),
        expected: selection.expected,
      });
    }
    compiled.push({ ...selection, place });
  }
  return compiled;
}

/** With the tag or name that was perhaps meant. */
function nothingSelected(
  everything: readonly PlannedScenario[],
  selections: readonly (CompiledSelection & { readonly place: Place | undefined })[],
  { only, tag }: Selecting,
): Diagnostic {
  const tags = new Set(everything.flatMap((scenario) => scenario.tags));
  for (const [index, selection] of selections.entries()) {
    const unknown = selection.tags.find((each) => !tags.has(each.tag));
    if (!unknown) continue;
    const meant = nearest(unknown.tag, tags);
    const known =
      tags.size > 0 ? `the tags there are: ${[...tags].sort().join(', ')}` : 'no scenario has a tag';
    const part = { offset: unknown.offset, length: unknown.tag.length };
    return fault(`no scenario has the tag "${unknown.tag}"`, {
      place: within(selection.place, tag.value[index] ?? '', part),
      hint: meant ? `did you mean "${meant}"?` : known,
    });
  }
  if (only.value.length === 0 && tag.value.length === 0) return fault('the files hold no scenario', {});
  const asked = only.value[0] ?? '';
  const meant = nearest(
    asked,
    everything.map((scenario) => scenario.name),
  );
  return fault(`no scenario is selected by ${selectionText(only.value, tag.value)}`, {
    place: only.origin.places[0] ?? tag.origin.places[0],
    hint: meant
      ? `did you mean "${meant}"?`
      : `an id is FILE::NAME, such as ${everything[0]?.id ?? 'orders.span.toml::order'}`,
  });
}

function selectionText(only: readonly string[], tags: readonly string[]): string {
  const parts = [...only.map((text) => `--only ${text}`), ...tags.map((tag) => `--tag ${tag}`)];
  return parts.join(' ');
}

function fault(
  message: string,
  details: { readonly place?: Place | undefined; readonly hint?: string },
): Diagnostic {
  return diagnostic({ code: 'SW0013', message, ...details });
}
