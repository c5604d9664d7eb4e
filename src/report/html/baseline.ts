import type { SpanDifference } from '../../diff/index.ts';
import { count } from '../amount.ts';
import type { ReportedBaseline } from '../reporter.ts';
import { clip } from '../visible.ts';
import { limits } from './limits.ts';
import { html, type Markup } from './markup.ts';

/** How the trace differs from the baseline of its scenario. */
export function baselineSection({ file, compared }: ReportedBaseline): Markup {
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
    ({ kind, message }) => html`<li><strong>${kind}</strong> ${clip(message, limits.message)}</li>`,
  );
  return html`<section class="baseline"><h3>Baseline <span class="quiet">${summary}</span></h3>
${findings.length > 0 ? html`<ul class="behaviour">${named}</ul>` : ''}
${shown.length > 0 ? table(shown) : ''}
${rest > 0 ? html`<p class="cut">${count(rest, 'more difference')} left out of this page; \`spanwright trace diff\` has them all.</p>` : ''}</section>\n`;
}

function table(differences: readonly SpanDifference[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Differences from the baseline"><table>
<thead><tr><th scope="col">what</th><th scope="col">span</th><th scope="col">baseline</th><th scope="col">this run</th></tr></thead>
<tbody>${differences.map(rowsOf)}</tbody></table></div>`;
}

function rowsOf({ kind, path, newPath, members }: SpanDifference): Markup {
  const name = pathText(path);
  if (newPath) return row(kind, name, '', pathText(newPath));
  if (members.length === 0) return row(kind, name, '', '');
  return html`${members.map(({ member, before, after }, index) =>
    row(
      index === 0 ? kind : '',
      `${index === 0 ? name : ''} ${member}`.trim(),
      before ?? '(none)',
      after ?? '(none)',
    ),
  )}`;
}

function row(kind: string, name: string, before: string, after: string): Markup {
  const cells = [name, before, after].map((each) => html`<td>${clip(each, limits.name)}</td>`);
  return html`<tr><td class="kind ${kind}">${kind}</td>${cells}</tr>\n`;
}

function pathText(path: readonly string[]): string {
  return path.join(' › ');
}
