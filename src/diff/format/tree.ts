import type { Change } from '../compare/change.ts';
import { statement } from '../compare/reason.ts';
import type { TreeNode } from '../tree/node.ts';
import { footer } from './footer.ts';
import type { DiffFormatOptions } from './options.ts';
import type { DiffReport } from './report.ts';
import { painter, signs } from './sign.ts';

/** A line of the tree, with what is below it. */
interface Branch {
  readonly label: string;
  /** What changed here; several things may have, such as the order and the name of a step. */
  readonly changes: Change[];
  readonly children: Map<string, Branch>;
}

/**
 * Files, scenarios and expectations as a tree in ASCII, each change with its sign and what happened. What did not change
 * stands around it in scenarios that did, unless only changes are asked for.
 */
export function formatTree(report: DiffReport, options: DiffFormatOptions): string {
  const root: Branch = branch('');
  if (!options.onlyChanges) addUnchanged(root, report, options.tree.root);
  for (const change of report.changes) branchAt(root, change.path).changes.push(change);
  const lines: string[] = [];
  for (const file of root.children.values()) {
    lines.push(line(file, options));
    addLines(file, { prefix: '', level: 1, lines, options });
  }
  return `${[...lines, ...footer(report, options)].join('\n')}\n`;
}

function branch(label: string): Branch {
  return { label, changes: [], children: new Map() };
}

function branchAt(root: Branch, path: readonly string[]): Branch {
  let at = root;
  for (const label of path) {
    const next = at.children.get(label) ?? branch(label);
    at.children.set(label, next);
    at = next;
  }
  return at;
}

/** The files and scenarios that changed, with everything in them. */
function addUnchanged(root: Branch, { changes }: DiffReport, tree: TreeNode): void {
  const touched = new Set(
    changes.flatMap(({ path }) => [path.slice(0, 1), path.slice(0, 2)].map((each) => JSON.stringify(each))),
  );
  for (const file of tree.children) {
    if (!touched.has(JSON.stringify([labelOf(file)]))) continue;
    for (const child of file.children) {
      const path = [labelOf(file), labelOf(child)];
      if (touched.has(JSON.stringify(path)) && !isDefault(child)) addAll(branchAt(root, path), child);
    }
  }
}

function addAll(at: Branch, node: TreeNode): void {
  for (const child of node.children) {
    if (isDefault(child) || (child.kind === 'table' && child.children.length === 0)) continue;
    const below = branch(labelOf(child));
    at.children.set(below.label, child.leaf ? { ...below, label: statement(child) } : below);
    addAll(at.children.get(below.label) ?? below, child);
  }
}

function labelOf({ label, variant }: TreeNode): string {
  return variant === undefined ? label : `${label} ${variant}`;
}

function isDefault({ leaf }: TreeNode): boolean {
  return leaf?.presence === 'always';
}

interface Place {
  readonly prefix: string;
  readonly level: number;
  readonly lines: string[];
  readonly options: DiffFormatOptions;
}

function addLines(at: Branch, { prefix, level, lines, options }: Place): void {
  const children = [...at.children.values()];
  if (level >= (options.depth ?? Infinity)) {
    // What is too deep to be shown in its place is still told.
    for (const change of children.flatMap(changesIn))
      lines.push(`${prefix}    ${changeText(change, options)}`);
    return;
  }
  for (const [index, child] of children.entries()) {
    const isLast = index === children.length - 1;
    lines.push(`${prefix}${isLast ? '`-- ' : '|-- '}${line(child, options)}`);
    addLines(child, { prefix: `${prefix}${isLast ? '    ' : '|   '}`, level: level + 1, lines, options });
  }
}

function changesIn({ changes, children }: Branch): Change[] {
  return [...changes, ...[...children.values()].flatMap(changesIn)];
}

function line({ label, changes }: Branch, options: DiffFormatOptions): string {
  if (changes.length === 0) return options.visible(label);
  return changes.map((change) => changeText(change, options)).join('; ');
}

function changeText({ kind, reason }: Change, { color, visible }: DiffFormatOptions): string {
  return painter(color)(`${signs[kind]} ${kind}: ${visible(reason)}`, kind);
}
