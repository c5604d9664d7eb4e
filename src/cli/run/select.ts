import { type Diagnostic, diagnostic, nearest, type Place } from '../../diagnostic/index.ts';
import { createPlan, type Plan } from '../../plan/index.ts';
import type { LoadedFile } from '../../scenario/index.ts';
import type { Settings } from '../config/settings.ts';
import type { run } from '../options/run.ts';

type RunSettings = Settings<typeof run.options>;

/** What says which scenarios are meant, and, where they are to be run, what applies to those that do not say. */
type Selecting = Pick<RunSettings, 'only' | 'tag'> & Partial<Pick<RunSettings, 'timeout' | 'retries'>>;

/** The plan of what the settings select; a diagnostic when that is nothing. */
export function select(files: readonly LoadedFile[], settings: Selecting): Plan | Diagnostic {
  const { only, tag, timeout, retries } = settings;
  const plan = createPlan({
    files,
    selection: { only: only.value, tags: tag.value },
    timeoutMs: timeout?.value,
    retries: retries?.value,
  });
  return plan.scenarios.length > 0 ? plan : nothingSelected(files, settings);
}

/** With the tag or name that was perhaps meant. */
function nothingSelected(files: readonly LoadedFile[], { only, tag }: Selecting): Diagnostic {
  const everything = createPlan({ files, selection: { only: [], tags: [] } }).scenarios;
  const tags = new Set(everything.flatMap((scenario) => scenario.tags));
  const unknownTag = tag.value.findIndex((each) => !tags.has(each));
  if (unknownTag !== -1) {
    const asked = tag.value[unknownTag] ?? '';
    const meant = nearest(asked, tags);
    const known =
      tags.size > 0 ? `the tags there are: ${[...tags].sort().join(', ')}` : 'no scenario has a tag';
    return fault(`no scenario has the tag "${asked}"`, {
      place: tag.origin.places[unknownTag],
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
