import type { TreeNode } from '../tree/node.ts';
import type { Edit } from './edits.ts';
import type { Trail } from './trail.ts';

/** A node for people: the value of a leaf, the name of anything else. */
export function textOf({ leaf, label }: TreeNode): string {
  return leaf ? leaf.text() : label;
}

/** The values of both sides, as {@link textOf} has them. */
export interface Texts {
  readonly before: string;
  readonly after: string;
}

/** What happened, in words, without saying where. */
export function reasonOf(edit: Edit, texts: Texts): string {
  const { before, after, kind } = edit;
  if (before && after)
    return kind === 'moved' ? movedText(edit, before, after) : becameText(edit, after, texts);
  const trail = after ?? before;
  if (!trail) return '';
  const words = after ? 'was added' : 'was removed';
  return `${statement(trail.node)} ${words}${because(edit, trail.node)}`;
}

/** What the two sides have in common: the label, or where that holds the value, what such claims are called. */
export function subjectOf({ before, after }: Edit): string {
  const [old, now] = [before?.node, after?.node];
  if (old && now && old.label !== now.label) return now.kind === 'leaf' ? now.group : now.label;
  return (now ?? old)?.label ?? '';
}

function becameText(edit: Edit, { node }: Trail, texts: Texts): string {
  return `${subjectOf(edit)}: ${texts.before} became ${texts.after}${because(edit, node)}`;
}

/** A leaf with its value, unless its label already says it. */
export function statement({ leaf, label }: TreeNode): string {
  const text = leaf?.text() ?? 'true';
  if (text === 'true' || label.endsWith(text)) return label;
  return leaf?.meaning.kind === 'interval' ? `${label} ${text}` : `${label}: ${text}`;
}

/** Why it means what it means, where that is not plain. */
function because({ kind, polarity, before, after }: Edit, node: TreeNode): string {
  if (polarity === 'down') return '; the count is a limit from above, so a narrower clause asks for less';
  if (polarity === 'none') return '; the count allows any number, so the clause asks for nothing';
  if (polarity === 'mixed') return '; the count has limits at both ends, so neither implies the other';
  if (node.group === 'skip' && kind === 'loosened') return ': nothing of it is judged any more';
  if (node.group === 'continue_on_failure' && kind === 'loosened')
    return ': a failure no longer stops the steps after it';
  if (kind === 'incomparable' && before && after && node.leaf?.meaning.kind !== 'opaque')
    return ', and neither implies the other';
  return '';
}

function movedText({ previous }: Edit, before: Trail, after: Trail): string {
  const [old, now] = [before.node, after.node];
  const isRenamed = old.key !== now.key;
  const [from, to] = [before.above?.node, after.above?.node];
  const isElsewhere = from?.kind === 'file' && to?.kind === 'file' && from.key !== to.key;
  if (isRenamed) return `${old.label} became ${now.label}${isElsewhere ? `, moved from ${from.label}` : ''}`;
  if (isElsewhere) return `${now.label} moved here from ${from.label}`;
  return previous ? `${now.label} now comes after ${previous}` : `${now.label} now comes first`;
}
