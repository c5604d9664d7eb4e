import { type Place, visible } from '../../diagnostic/index.ts';
import { printPlace } from '../excerpt.ts';
import { clip, linesOf } from '../visible.ts';
import { html, type Markup } from './markup.ts';

/** Lines at most before and after the one that is marked: the table it stands in, as far as that is not long. */
const BEFORE = 5;
const AFTER = 8;
const HEADER = /^\s*\[/;
const MAX_COLUMNS = 300;

/** The lines around a place of a scenario file with what is meant marked; the place alone when there is no text. */
export function excerpt(place: Place, source: (file: string) => string | undefined): Markup {
  const caption = html`<figcaption>${printPlace(place)}</figcaption>`;
  const shown = linesAround(source(place.file), place);
  if (shown.length === 0) return html`<figure class="excerpt">${caption}</figure>`;
  const rows = shown.map(({ number, text }) => {
    const isMarked = number === place.line;
    return html`<span class="line${isMarked ? ' marked' : ''}"><span class="number">${number}</span> ${isMarked ? marked(text, place) : text}\n</span>`;
  });
  return html`<figure class="excerpt">${caption}<pre tabindex="0" aria-label="Excerpt of ${place.file}, line ${place.line} marked">${rows}</pre></figure>`;
}

function linesAround(source: string | undefined, { line }: Place) {
  if (source === undefined) return [];
  const all = linesOf(source);
  if (line > all.length) return [];
  const at = line - 1;
  const isHeader = (index: number) => HEADER.test(all[index] ?? '');
  let from = at;
  while (from > Math.max(0, at - BEFORE) && !isHeader(from)) from -= 1;
  let to = at + 1;
  while (to < Math.min(all.length, at + 1 + AFTER) && !isHeader(to)) to += 1;
  while (to > at + 1 && all[to - 1]?.trim() === '') to -= 1;
  return all.slice(from, to).map((text, index) => ({
    number: from + index + 1,
    text: clip(text, MAX_COLUMNS),
  }));
}

function marked(text: string, { column, length }: Place): Markup {
  const [from, to] = [column - 1, column - 1 + Math.max(1, length)];
  return html`${text.slice(0, from)}<mark>${visible(text.slice(from, to))}</mark>${text.slice(to)}`;
}
