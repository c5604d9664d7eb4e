import { type Diagnostic, diagnostic, nearest } from '../../diagnostic/index.ts';
import type { LoadedSet, VariableUse } from '../../scenario/index.ts';
import type { Setting } from '../config/settings.ts';
import type { CommandContext } from '../context.ts';
import { projectVariables } from './surroundings.ts';

/** What became of a file, as far as variables go. */
type Loaded = Pick<LoadedSet, 'diagnostics'> & { readonly variables?: VariableUse | undefined };

/** Notes which variables the templates of a command have to do with, to tell those that were given for nothing. */
export class VariableBook {
  private readonly known = new Set<string>();
  /** A file with errors may not have got as far as to use what it is made for. */
  private isComplete = true;

  note<T extends Loaded>(loaded: T): T {
    for (const names of [loaded.variables?.used, loaded.variables?.declared]) {
      for (const name of names ?? []) this.known.add(name);
    }
    if (loaded.diagnostics.some(({ severity }) => severity === 'error')) this.isComplete = false;
    return loaded;
  }

  /** A warning for each variable given that no template uses and nothing declares: most likely its name is mistyped. */
  unused(given: Setting<readonly string[]>, project: CommandContext['project']): Diagnostic[] {
    if (!this.isComplete) return [];
    const known = new Set([...this.known, ...projectVariables(project).keys()]);
    return given.value.flatMap((text, index) => {
      const name = text.slice(0, text.indexOf('='));
      if (known.has(name)) return [];
      const meant = nearest(name, known);
      return diagnostic({
        code: 'SW1405',
        message: `no template uses the variable \`${name}\``,
        place: given.origin.places[index],
        hint: meant ? `did you mean \`${meant}\`?` : hintWithout(this.known.size > 0),
      });
    });
  }
}

function hintWithout(someTemplate: boolean): string {
  return someTemplate
    ? 'write `{{ NAME }}` where its value belongs, or leave it out'
    : 'only templates use variables: files that end in .njk, .j2 or .tera, and clnrm files with a tag in them';
}
