import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

// Declarations as the compiler writes them enter folders through their index, which mentions everything in them: types of
// packages that are in the bundle, and so not installed, among others. What the library exports needs a part of it.

/** An import or export of names from a file of ours; the compiler writes each in a line of its own. */
const FROM = /^(import|export) (type )?\{([^}]*)\} from '(\.[^']*)';$/gm;
const OWN = /(?:from '|import\(")(\.[^'"]*)/g;
/** The same from a package, or what it exports by default. */
const FOREIGN = /^import (?:type )?(?:\{([^}]*)\}|(\w+)) from '((?!node:)[^.'][^']*)';$/gm;

/**
 * Leads imports past re-exports to the file that declares a name, and removes the files that nothing leads to from the
 * entry then. What those that remain take from packages becomes opaque: nothing that the library hands out shows it.
 */
export function trimDeclarations(folder: string, entry: string): void {
  const texts = new Map<string, string>();
  const queue = [resolve(folder, entry)];
  for (const file of queue) {
    if (texts.has(file)) continue;
    const text = direct(file).replace(FOREIGN, (_, names, whole) =>
      names === undefined ? `declare const ${whole}: any;` : membersOf(names).map(opaque).join('\n'),
    );
    texts.set(file, text);
    queue.push(...[...text.matchAll(OWN)].map(([, path = '']) => declarationsOf(file, path)));
  }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = resolve(folder, name);
    if (name.endsWith('.d.ts') && !texts.has(file)) rmSync(file);
  }
  for (const [file, text] of texts) writeFileSync(file, text);
}

/** The text of a file, every name in it taken from where it is declared. */
function direct(file: string): string {
  return readFileSync(file, 'utf8').replace(FROM, (_, verb, type = '', names, path) =>
    membersOf(names)
      .map(({ name, alias, mark }) => {
        const home = homeOf(name, declarationsOf(file, path));
        const member = home.name === alias ? alias : `${home.name} as ${alias}`;
        return `${verb} ${type}{ ${mark}${member} } from '${specifier(file, home.file)}';`;
      })
      .join('\n'),
  );
}

/** A class is a type and a value, whichever the other was. */
function opaque({ alias }: { readonly alias: string }): string {
  return `declare class ${alias} {}`;
}

interface Home {
  readonly file: string;
  readonly name: string;
}

function homeOf(name: string, file: string): Home {
  for (const [, verb, , names = '', path = ''] of readFileSync(file, 'utf8').matchAll(FROM)) {
    const member = verb === 'export' && membersOf(names).find(({ alias }) => alias === name);
    if (member) return homeOf(member.name, declarationsOf(file, path));
  }
  return { file, name };
}

/** The names in braces: `type A as B, C`. */
function membersOf(names: string) {
  const items = names.split(',').map((item) => item.trim());
  return items
    .filter((item) => item !== '')
    .map((item) => {
      const [, mark = '', name = '', alias = name] = /^(type )?(\w+)(?: as (\w+))?$/.exec(item) ?? [];
      return { mark, name, alias };
    });
}

function declarationsOf(file: string, path: string): string {
  return resolve(dirname(file), path.replace(/\.ts$/, '.d.ts'));
}

function specifier(from: string, to: string): string {
  const path = relative(dirname(from), to).replace(/\.d\.ts$/, '.ts');
  return path.startsWith('.') ? path : `./${path}`;
}
