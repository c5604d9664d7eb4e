import type { Site } from '../fault.ts';
import { LineMap } from '../line-map.ts';
import type { At } from '../nunjucks/nodes.ts';

/** Where text goes while a template is evaluated. */
export interface Sink {
  /** Characters so far. */
  readonly length: number;
  /** Adds text that begins at `at` of the site's file; `literal` when it stands there character by character. */
  write(text: string, at: At, literal: boolean, site: Site): void;
}

/** The rendered text, with the origin of every piece. */
export class MappedText implements Sink {
  length = 0;
  private readonly parts: string[] = [];
  private readonly starts: number[] = [];
  private readonly lines: number[] = [];
  private readonly columns: number[] = [];
  private readonly literal: boolean[] = [];
  private readonly sites: Site[] = [];

  write(text: string, at: At, literal: boolean, site: Site): void {
    if (text === '') return;
    this.parts.push(text);
    this.starts.push(this.length);
    this.lines.push(at.lineno);
    this.columns.push(at.colno);
    this.literal.push(literal);
    this.sites.push(site);
    this.length += text.length;
  }

  finish(): { text: string; map: LineMap } {
    const { starts, lines, columns, literal, sites } = this;
    const text = this.parts.join('');
    return { text, map: new LineMap(text, { starts, lines, columns, literal, sites }) };
  }
}

/** Text that becomes a value: of a filter section, a macro call inside an expression, a block `{% set %}`. */
export class CapturedText implements Sink {
  length = 0;
  private readonly parts: string[] = [];

  write(text: string): void {
    this.parts.push(text);
    this.length += text.length;
  }

  get text(): string {
    return this.parts.join('');
  }
}
