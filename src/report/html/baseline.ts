import type { SpanDifference } from '../../diff/index.ts';
import { count } from '../amount.ts';
import type { ReportedBaseline } from '../reporter.ts';
import { clip } from '../visible.ts';
import { limits } from './limits.ts';
import { html, type Markup } from './markup.ts';

/** How the trace differs from the baseline of its scenario; `clean` hides what must not be shown. */
export function baselineSection(
  { file, compared }: ReportedBaseline,
  clean: (text: string) => string,
): Markup {
  if (typeof compared === 'string')
    return html`<section class="baseline"><h3>Baseline</h3><p class="quiet">${file} cannot be read: ${compared}</p></section>\n`;
  const { differences } = compared.diff;
  const { findings } = compared;
  const shown = differences.slice(0, limits.differences);
  const rest = differences.length - shown.length;
  const summary =
    differences.length + findings.length === 0
      ? `the same as ${file}`
      : `${count(differences.length, 'difference')} from ${file}`;
  const named = findings.map(
    ({ kind, message }) => html`<li><strong>${kind}</strong> ${clip(clean(message), limits.message)}</li>`,
  );
  return html`<section class="baseline"><h3>Baseline <span class="quiet">${summary}</span></h3>
${findings.length > 0 ? html`<ul class="behaviour">${named}</ul>` : ''}
${shown.length > 0 ? table(shown, clean) : ''}
${rest > 0 ? html`<p class="cut">${count(rest, 'more difference')} left out of this page; \`spanwright trace diff\` has them all.</p>` : ''}</section>\n`;
}

function table(differences: readonly SpanDifference[], clean: (text: string) => string): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Differences from the baseline"><table>
<thead><tr><th scope="col">what</th><th scope="col">span</th><th scope="col">baseline</th><th scope="col">this run</th></tr></thead>
<tbody>${differences.flatMap(rowsOf).map((each) => row(each, clean))}</tbody></table></div>`;
}

interface Row {
  readonly kind: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** A line for what became of a span, and one for each of its members that changed. */
function rowsOf({ kind, path, newPath, members }: SpanDifference): readonly Row[] {
  const name = pathText(path);
  const whole = { kind, name, before: '', after: newPath ? pathText(newPath) : '' };
  if (newPath || members.length === 0) return [whole];
  const changes = members.map(({ member, before, after }) => ({
    kind: '',
    name: member,
    before: before ?? '(none)',
    after: after ?? '(none)',
  }));
  return [whole, ...changes];
}

function row({ kind, name, before, after }: Row, clean: (text: string) => string): Markup {
  const cells = [name, before, after].map((each) => html`<td>${clip(clean(each), limits.name)}</td>`);
  return html`<tr><td class="kind ${kind}">${kind}</td>${cells}</tr>\n`;
}

function pathText(path: readonly string[]): string {
  return path.join(' › ');
}
