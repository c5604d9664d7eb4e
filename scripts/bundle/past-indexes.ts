import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

const REEXPORT = /^export \{([^}]*)\} from '(\.[^']*)';/gm;
const IMPORT_OF_INDEX = /^import \{([^}]*)\} from '(\.[^']*\/index\.ts)';/gm;

/**
 * Lets imports lead past index.ts files to the module that declares the thing. esbuild puts everything an index mentions
 * into the chunk of everybody who imports one name of it; for us that would be the TOML parser in `--help`. Possible
 * because modules of ours do nothing when they are loaded.
 */
export const pastIndexes: Plugin = {
  name: 'past-indexes',
  setup({ onLoad, onResolve }) {
    const homes = new Map<string, ReadonlyMap<string, Home>>();
    const homesIn = (index: string) => {
      const known = homes.get(index) ?? readIndex(index);
      homes.set(index, known);
      return known;
    };
    onResolve({ filter: /\.ts$/ }, ({ kind, resolveDir, path }) =>
      kind === 'entry-point' ? undefined : { path: resolve(resolveDir, path), sideEffects: false },
    );
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8').replace(IMPORT_OF_INDEX, (statement, names, index) => {
        const direct = directImports(names, resolve(dirname(path), index), homesIn);
        // As many lines as before, so that source maps and error messages keep their line numbers.
        return direct + '\n'.repeat(statement.split('\n').length - 1);
      }),
    }));
  },
};

/** Where a name that an index exports is declared, and what it is called there. */
interface Home {
  readonly file: string;
  readonly name: string;
}

function readIndex(index: string): ReadonlyMap<string, Home> {
  const homes = new Map<string, Home>();
  for (const [, names = '', path = ''] of readFileSync(index, 'utf8').matchAll(REEXPORT)) {
    const file = resolve(dirname(index), path);
    const further = file.endsWith('/index.ts') ? readIndex(file) : undefined;
    for (const { name, alias } of valueNames(names)) {
      homes.set(alias, further?.get(name) ?? { file, name });
    }
  }
  return homes;
}

function directImports(
  names: string,
  index: string,
  homesIn: (index: string) => ReadonlyMap<string, Home>,
): string {
  return valueNames(names)
    .map(({ name, alias }) => {
      // The index of an inner folder may declare something itself.
      const home = homesIn(index).get(name) ?? { file: index, name };
      return `import { ${home.name} as ${alias} } from '${home.file}';`;
    })
    .join(' ');
}

/** The names in the braces of an import or export, without types, which are gone in the bundle anyway. */
function valueNames(names: string): { readonly name: string; readonly alias: string }[] {
  const items = names.split(',').map((item) => item.trim());
  return items
    .filter((item) => item !== '' && !item.startsWith('type '))
    .map((item) => {
      const [name = item, alias = name] = item.split(/\s+as\s+/);
      return { name, alias };
    });
}
