import { placeholderForms } from '../../scenario/index.ts';
import type { ValueCursor } from '../cursor.ts';
import type { EditedFile } from '../document.ts';
import { namesOf, occurrencesIn } from '../names/occurrences.ts';
import { nativePath } from '../schema/older.ts';
import { optionsOf, schemaAt } from '../schema/walk.ts';
import type { StringValue } from '../syntax/tree.ts';
import { literal, type Offer, type Offers } from './offer.ts';
import type { Scene } from './scene.ts';

/** A `$`, or a placeholder as far as it is typed; `$$` stands for a plain `$`. */
const BEGUN = /(?<!\$)\$(?:\{[^{}]*)?$/;

/** Run-time placeholders, where one is being typed in a text that has them replaced; else undefined. */
export function placeholderOffers(
  { file, files, offset }: Scene,
  cursor: ValueCursor,
  text: StringValue,
): Offers | undefined {
  const inner = text.start + text.quote.length;
  const begun = BEGUN.exec(file.text.slice(inner, offset))?.[0];
  if (begun === undefined || !isReplaced(cursor)) return undefined;
  const rest = /^[\w.:-]*\}?/.exec(file.text.slice(offset, inner + text.raw.length))?.[0] ?? '';
  const offers = namesHere(files, cursor, offset).map(({ name, doc, gap }): Offer => {
    const written = `\${${name}}`;
    const snippet = gap ? literal(written).replace(gap, `\${1:${gap}}`) : literal(written);
    return { label: written, snippet, kind: 'placeholder', doc };
  });
  return { offers, start: offset - begun.length, end: offset + rest.length };
}

function isReplaced({ path }: ValueCursor): boolean {
  const schema = schemaAt(nativePath(path))?.schema;
  return (
    schema !== undefined && optionsOf(schema).some(({ shape }) => shape.kind === 'string' && shape.runtime)
  );
}

interface PlaceholderName {
  readonly name: string;
  readonly doc: string;
  /** What the author fills in. */
  readonly gap?: string;
}

function namesHere(files: readonly EditedFile[], { path }: ValueCursor, offset: number): PlaceholderName[] {
  const services = namesOf(files, 'service');
  return placeholderForms.flatMap(({ form, doc }): PlaceholderName[] => {
    switch (form) {
      case 'service.ID.port.NAME':
        return services.flatMap((id) =>
          namesOf(files, 'port', id).map((port) => ({ name: `service.${id}.port.${port}`, doc })),
        );
      case 'service.ID.host':
        return services.map((id) => ({ name: `service.${id}.host`, doc }));
      case 'capture.NAME':
        return capturesBefore(files, nativePath(path)[1], offset).map((name) => ({
          name: `capture.${name}`,
          doc,
        }));
      case 'env.NAME':
        return [{ name: form, doc, gap: 'NAME' }];
      default:
        return [{ name: form, doc }];
    }
  });
}

/** What the steps above have captured. */
function capturesBefore(
  [file]: readonly EditedFile[],
  scenario: string | number | undefined,
  offset: number,
): readonly string[] {
  const owner = `scenario ${String(scenario)}`;
  const found = file ? occurrencesIn(file) : [];
  const earlier = found.filter(
    (each) =>
      each.kind === 'capture' && each.role === 'declaration' && each.owner === owner && each.end < offset,
  );
  return [...new Set(earlier.map(({ name }) => name))];
}
