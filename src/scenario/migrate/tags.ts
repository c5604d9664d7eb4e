import type { Place } from '../../diagnostic/index.ts';
import { type Token, tokenize } from '../format/index.ts';

/** What stands between two marks or spaces of a template: a value or a part of a key, with the tags in it. */
export interface Run {
  /** As written, quotes included. */
  readonly text: string;
  readonly place: Place;
}

/** The tags of a template, by what they make. */
export interface Tags {
  /** Values with a tag in them, by the line and column at which they begin; see {@link at}. */
  readonly values: ReadonlyMap<string, Run>;
  /** Tags that make keys, tables or anything else that is no value, where one would have to understand them. */
  readonly others: readonly Run[];
}

export function at({ line, column }: Pick<Place, 'line' | 'column'>): string {
  return `${line}:${column}`;
}

export function tagsOf(text: string, file: string): Tags {
  const reader = new TagReader(file);
  for (const token of tokenize(text, true)) reader.take(token);
  return reader.end();
}

/** `{# … #}`, which is carried along as the comments of TOML are. */
export function isTemplateComment({ kind, text }: Token): boolean {
  return kind === 'tag' && text.startsWith('{#');
}

/** Imports, macros and variables, which make nothing where they stand; they may come first in a file. */
export function isDefinition({ kind, text }: Token): boolean {
  return kind === 'tag' && /^\{%[-+]?\s*(?:import|from|macro|set|set_global)\b/.test(text);
}

interface OpenRun {
  text: string;
  readonly place: Place;
  readonly isValue: boolean;
  /** Of the first part of it that has a tag. */
  tag: Place | undefined;
}

/** Goes through the tokens of a template once, keeping count of lines and brackets. */
class TagReader {
  private readonly file: string;
  private readonly values = new Map<string, Run>();
  private readonly others: Run[] = [];
  private readonly open: string[] = [];
  private run: OpenRun | undefined;
  private line = 1;
  private column = 1;
  private isHead = true;
  private isHeader = false;
  private isStart = true;
  private isValue = false;

  constructor(file: string) {
    this.file = file;
  }

  end(): Tags {
    this.close();
    return { values: this.values, others: this.others };
  }

  take(token: Token): void {
    if (token.kind === 'newline') this.newline();
    else if (token.kind === 'mark') this.mark(token.text);
    else if (token.kind === 'space' || token.kind === 'comment' || isTemplateComment(token)) this.close();
    else if (token.kind === 'tag' && token.text.startsWith('{%')) this.statement(token);
    else this.content(token);
    this.move(token.text);
  }

  private newline(): void {
    this.close();
    if (this.open.length > 0) return;
    this.isStart = true;
    this.isHeader = false;
    this.isValue = false;
  }

  private mark(mark: string): void {
    this.close();
    this.isHead = false;
    if (this.isStart && mark === '[') this.isHeader = true;
    this.isStart = false;
    if (this.isHeader) return;
    if (mark === '[' || mark === '{') this.open.push(mark);
    else if (mark === ']' || mark === '}') this.open.pop();
    this.isValue = mark === '=' || this.open.at(-1) === '[';
  }

  private statement(token: Token): void {
    this.close();
    if (!this.isHead || !isDefinition(token)) this.others.push(this.runOf(token.text));
  }

  private content({ text, tagged }: Token): void {
    this.isHead = false;
    this.isStart = false;
    const { place } = this.runOf(text);
    this.run ??= { text: '', place, isValue: this.isValue, tag: undefined };
    this.run.text += text;
    if (tagged) this.run.tag ??= place;
  }

  private close(): void {
    const { run } = this;
    this.run = undefined;
    if (!run?.tag) return;
    const { text, place } = run;
    if (run.isValue) this.values.set(at(place), { text, place: { ...place, length: lengthOf(text) } });
    else this.others.push({ text, place: run.tag });
  }

  private runOf(text: string): Run {
    return { text, place: { file: this.file, line: this.line, column: this.column, length: lengthOf(text) } };
  }

  private move(text: string): void {
    const breaks = text.split('\n');
    this.line += breaks.length - 1;
    this.column = (breaks.length > 1 ? 1 : this.column) + (breaks.at(-1)?.length ?? 0);
  }
}

/** Of the first line. */
function lengthOf(text: string): number {
  return (text.split('\n')[0] ?? '').length;
}
