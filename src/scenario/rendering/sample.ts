import { memoryHost } from '../../host/index.ts';
import { type LoadedSet, loadRendered } from '../load-template.ts';
import { renderFile } from './render-file.ts';
import type { TemplateSurroundings } from './surroundings.ts';

// What tests of rendering have in common.

export type SampleOptions = Partial<Omit<TemplateSurroundings, 'host' | 'root'>> & {
  readonly file?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
};

function surroundingsOf({ files = {}, env = {}, ...rest }: SampleOptions): TemplateSurroundings {
  const { file: _, ...given } = rest;
  return { host: memoryHost({ files, env }), root: '/project', allowedEnv: new Set(), ...given };
}

export function loadSample(content: string, options: SampleOptions = {}): LoadedSet {
  const file = options.file ?? 'shop.span.toml.njk';
  return loadRendered({ file, dir: '/project', content }, surroundingsOf(options));
}

/** What a template renders to, and what is wrong with it. */
export function renderSample(text: string, options: SampleOptions = {}) {
  const rendered = renderFile(options.file ?? 'shop.span.toml.njk', text, surroundingsOf(options));
  const diagnostics = [...rendered.diagnostics, ...(rendered.found[0]?.diagnostics ?? [])];
  return {
    ...rendered,
    texts: rendered.renderings.map((each) => each.text),
    codes: diagnostics.map(({ code }) => code),
    messages: diagnostics.map(({ message }) => message),
    lines: diagnostics.map(({ place }) => place?.line),
  };
}
