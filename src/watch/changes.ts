import { type Change, diffTrees, expectationTree, type TreeFile } from '../diff/index.ts';
import { type LoadedFile, loadScenarioFile } from '../scenario/index.ts';
import type { Checked, Form } from './cache/entry.ts';

/** A file that was checked, by the name under which changes are told. */
interface Now {
  readonly shown: string;
  readonly checked: Checked;
  /** As it was loaded, for the places of what changed; undefined when only the outcome was kept. */
  readonly files: readonly LoadedFile[] | undefined;
}

/** What became of the expectations of a file since it last was without errors; empty when they say the same. */
export function changesSince(before: readonly Form[], { shown, checked, files }: Now): readonly Change[] {
  const { forms } = checked;
  if (forms.length === before.length && forms.every((form, index) => isSameForm(form, before[index]))) {
    return [];
  }
  const old = expectationTree(before.flatMap((form) => treeFile(form, shown)));
  const now = expectationTree(files ?? forms.flatMap((form) => treeFile(form, shown)));
  return diffTrees(old, now);
}

function isSameForm(form: Form, other: Form | undefined): boolean {
  return form.toml === other?.toml && JSON.stringify(form.combination) === JSON.stringify(other.combination);
}

function treeFile({ toml, combination }: Form, shown: string): TreeFile[] {
  // Named as a native file, because that is what it is printed as, whatever its author wrote.
  const { loaded } = loadScenarioFile({ file: 'form.span.toml', dir: '/', content: toml });
  const locate = () => ({ file: shown, line: 1, column: 1, length: 1 });
  const variant = combination.length > 0 ? new Map(combination) : undefined;
  return loaded ? [{ file: shown, model: loaded.model, locate, combination: variant }] : [];
}
