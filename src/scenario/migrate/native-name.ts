import { isTemplate } from '../template.ts';

/**
 * What the native form of a file is called: `orders.clnrm.toml` and `orders.toml` become `orders.span.toml`, and a
 * template of Tera, by its name or its tags, becomes `orders.span.toml.tera`.
 */
export function nativeNameOf(file: string, text: string): string {
  const [ending = isTemplate(file, text) ? '.tera' : ''] = /\.(?:tera|njk|j2)$/i.exec(file) ?? [];
  const name = file.replace(/\.(?:tera|njk|j2)$/i, '').replace(/(?:\.(?:clnrm|span))?\.toml$/, '');
  return `${name}.span.toml${ending}`;
}
