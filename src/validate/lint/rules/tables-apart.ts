import type { Place } from '../../../diagnostic/index.ts';
import type { Located, LocatedTable } from '../../../scenario/index.ts';
import type { LintRule } from '../rule.ts';

interface Header {
  /** `scenario`, `service.api`: what has to stand together. */
  readonly section: string;
  readonly place: Place;
}

/** A part of the file that is left and taken up again further down, which TOML calls valid and discouraged. */
export const tablesApart: LintRule = {
  code: 'SW4511',
  name: 'tables-apart',
  fixable: false,
  check({ file: { written } }, report) {
    // Turns of a loop follow each other when they are rendered, while in the template they stand in one place.
    const isFurtherDown = (before: Place, place: Place) => {
      const [first, second] = [written.origin(before).place, written.origin(place).place];
      return first.file === second.file && first.line < second.line;
    };
    for (const headers of [sections(written.root, 1), sections(written.root, 2)]) {
      const seen = new Map<string, Place>();
      let last: string | undefined;
      for (const { section, place } of headers) {
        const before = seen.get(section);
        if (before && last !== section && isFurtherDown(before, place)) {
          report({
            message: `\`${section}\` goes on here, after other tables`,
            place,
            hint: `move it to the other tables of \`${section}\``,
            related: [{ message: 'it was left here', place: before }],
          });
        }
        seen.set(section, place);
        last = section;
      }
    }
  },
};

/** The headers in the order of the file, by their first key, or by the service they are about. */
function sections(root: LocatedTable, depth: 1 | 2): Header[] {
  const found: Header[] = [];
  for (const [key, { value }] of root.entries) {
    if (depth === 1) collect(value, key, found);
    else if (key === 'service' && value.kind === 'table') {
      for (const [id, service] of value.entries) collect(service.value, `service.${id}`, found);
    }
  }
  return found.sort((a, b) => a.place.line - b.place.line);
}

function collect(node: Located, section: string, found: Header[]): void {
  if (node.kind === 'array' && node.form === 'tables') {
    for (const item of node.items) collect(item, section, found);
  } else if (node.kind === 'table' && node.form !== 'inline') {
    if (node.form === 'header') found.push({ section, place: node.place });
    for (const { value } of node.entries.values()) collect(value, section, found);
  }
}
