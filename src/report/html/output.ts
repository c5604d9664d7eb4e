import type { OutputRecord, ScenarioRecord, StepRecord } from '../../event/index.ts';
import { count } from '../amount.ts';
import { isServiceInvolved, isStepInvolved, serviceStory, stepStory } from '../output.ts';
import { clip, linesOf } from '../visible.ts';
import { limits } from './limits.ts';
import { html, lines, type Markup } from './markup.ts';

interface Speaker {
  readonly kind: 'step' | 'service';
  readonly name: string;
  readonly story: string;
  /** It helps to understand a result that is not green. */
  readonly isInvolved: boolean;
  readonly outputs: Pick<StepRecord, 'stdout' | 'stderr'>;
}

/** What every step and service said, unfolded where it had a part in the result. */
export function outputSections(scenario: ScenarioRecord): Markup | undefined {
  const speakers: readonly Speaker[] = [
    ...scenario.steps.map((each) => ({
      kind: 'step' as const,
      name: each.name,
      story: stepStory(each),
      isInvolved: isStepInvolved(each, scenario),
      outputs: each,
    })),
    ...scenario.services.map((each) => ({
      kind: 'service' as const,
      name: each.id,
      story: serviceStory(each),
      isInvolved: isServiceInvolved(each, scenario),
      outputs: each,
    })),
  ];
  if (speakers.length === 0) return undefined;
  const shown = speakers.slice(0, limits.speakers);
  const rest = speakers.length - shown.length;
  return html`<section class="outputs"><h3>Steps and services</h3>
${shown.map(sectionOf)}${rest > 0 ? html`<p class="cut">${rest} more left out of this page.</p>` : ''}</section>\n`;
}

function sectionOf({ kind, name, story, isInvolved, outputs }: Speaker): Markup {
  const head = html`<span class="kind">${kind}</span> <strong>${clip(name, limits.name)}</strong> <span class="story">${clip(story, limits.message)}</span>`;
  const said = [tail('stdout', outputs.stdout), tail('stderr', outputs.stderr)].filter(
    (each) => each !== undefined,
  );
  if (said.length === 0)
    return html`<p class="output silent">${head} <span class="quiet">no output</span></p>\n`;
  return html`<details class="output"${isInvolved ? ' open' : ''}><summary>${head}</summary>${said}</details>\n`;
}

function tail(name: string, { text, bytes, omittedBytes }: OutputRecord): Markup | undefined {
  const all = linesOf(text);
  if (all.length === 0) return undefined;
  const shown = all.slice(-limits.outputLines);
  const isCut = omittedBytes > 0 || shown.length < all.length;
  const extent = isCut
    ? html` <span class="cut">last ${count(shown.length, 'line')} of ${count(bytes, 'byte')}</span>`
    : '';
  const clipped = shown.map((line) => clip(line, limits.outputColumns)).join('\n');
  return html`<p class="stream">${name}${extent}</p><pre class="log" tabindex="0" aria-label="${name}">${lines(clipped)}</pre>`;
}
