import { visible } from '../../diagnostic/index.ts';
import { clip, visibleLines } from '../visible.ts';
import { limits } from './limits.ts';

/** Every text of a trace once, made harmless, within a budget of characters. */
export class Texts {
  readonly all: string[] = [''];
  omitted = 0;
  readonly #positions = new Map<string, number>([['', 0]]);
  readonly #clean: (text: string) => string;
  #left: number = limits.textOfTrace;

  constructor(clean: (text: string) => string) {
    this.#clean = clean;
  }

  /** Of a name: one line. */
  name(text: string): number {
    return this.#position(text, limits.name, visible);
  }

  /** Of a value: line ends stay. */
  value(text: string): number {
    return this.#position(text, limits.value, (each) => visibleLines(each).join('\n'));
  }

  #position(text: string, width: number, show: (text: string) => string): number {
    // What is beyond the width is never shown; a secret that the cut would go through has to be found before.
    const cleaned = this.#clean(text.length > MAX_CLEANED ? text.slice(0, MAX_CLEANED) : text);
    const shown = clip(show(clip(cleaned, width)), width);
    const known = this.#positions.get(shown);
    if (known !== undefined) return known;
    if (shown.length > this.#left) {
      this.omitted += 1;
      return 0;
    }
    this.#left -= shown.length;
    this.#positions.set(shown, this.all.length);
    return this.all.push(shown) - 1;
  }
}

const MAX_CLEANED = 1_000_000;
