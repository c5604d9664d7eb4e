/**
 * What a difference means. `tightened`: a trace that passes now would have passed before. `loosened`: the reverse.
 * `equivalent`: both. `moved`: the same, elsewhere or under another name. `incomparable`: neither can be said. What was
 * `added` asks for more, what was `removed` for less; what does the opposite (`skip`, `when`) is loosened or tightened.
 */
export type ChangeKind =
  | 'added'
  | 'removed'
  | 'tightened'
  | 'loosened'
  | 'equivalent'
  | 'moved'
  | 'incomparable';

/** In the order in which they matter to a reader. */
export const changeKinds: readonly ChangeKind[] = [
  'removed',
  'loosened',
  'incomparable',
  'tightened',
  'added',
  'moved',
  'equivalent',
];
