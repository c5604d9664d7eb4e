import { visible } from '../diagnostic/index.ts';
import type { RunEvent, ScenarioRecord } from '../event/index.ts';
import { amountText, count, seconds } from './amount.ts';
import { isRed, looks, outcomeOf } from './outcome.ts';
import { type Paint, painter } from './paint.ts';

/** One scenario in one line: `PASS  shop.span.toml::checkout  0.61s  6 spans`. */
export function statusLine(scenario: ScenarioRecord, { color }: { readonly color: boolean }): string {
  const paint = painter(color);
  const parts = [label(scenario, paint), visible(scenario.id)];
  if (scenario.skipped !== undefined) return [...parts, visible(scenario.skipped)].join('  ');
  parts.push(seconds(scenario.durationMs));
  if (scenario.telemetry) parts.push(count(scenario.telemetry.spans, 'span'));
  if (scenario.flaky) parts.push(paint('yellow', `flaky: passed on attempt ${scenario.attempts}`));
  else if (scenario.repeat) parts.push(`run ${scenario.repeat.done} of ${scenario.repeat.wanted} times`);
  else if (scenario.attempts > 1) parts.push(`attempt ${scenario.attempts}`);
  if (scenario.slow) parts.push(paint('yellow', 'slow'));
  return parts.join('  ');
}

/** A scenario that runs for longer than it should. */
export function slowLine(
  { id, runningMs }: Extract<RunEvent, { type: 'scenarioSlow' }>,
  { color }: { readonly color: boolean },
): string {
  return `${painter(color)('yellow', 'SLOW')}  ${visible(id)}  running for ${seconds(runningMs)}`;
}

/** Something that changes how the rest of the run goes. */
export function noticeLine(
  event: Extract<RunEvent, { type: 'stopping' | 'boundsChanged' }>,
  { color }: { readonly color: boolean },
): string {
  const paint = painter(color);
  if (event.type === 'stopping') return `${paint('yellow', 'STOP')}  ${visible(event.stop.message)}`;
  return `${paint('yellow', 'LIMITS')}  ${amountText(event.bounds)}: ${visible(event.reason)}`;
}

/** An attempt that did not pass and is followed by another. */
export function retryLine(scenario: ScenarioRecord, { color }: { readonly color: boolean }): string {
  const attempt = `attempt ${scenario.attempts} came to \`${scenario.verdict}\` after ${seconds(scenario.durationMs)}`;
  return `${painter(color)('yellow', 'RETRY')}  ${visible(scenario.id)}  ${attempt}`;
}

/** The outcome as a word, bold where someone has to do something about it. */
export function label(scenario: ScenarioRecord, paint: Paint): string {
  const look = looks[outcomeOf(scenario)];
  const word = paint(look.style, look.label);
  return isRed(scenario) ? paint('bold', word) : word;
}
