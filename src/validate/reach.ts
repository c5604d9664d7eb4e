/** A directed connection between two names. */
export interface Link {
  readonly from: string;
  readonly to: string;
}

export type Links<L extends Link> = ReadonlyMap<string, readonly L[]>;

export function linksBySource<L extends Link>(links: readonly L[]): Links<L> {
  return Map.groupBy(links, ({ from }) => from);
}

/** The links of a shortest way from one name to another; undefined when there is none, or it is the same name. */
export function wayBetween<L extends Link>(
  links: Links<L>,
  from: string,
  to: string,
): readonly L[] | undefined {
  if (from === to) return undefined;
  const cameBy = new Map<string, L>();
  const open = [from];
  for (let at = 0; at < open.length; at++) {
    for (const link of links.get(open[at] ?? '') ?? []) {
      if (link.to === from || cameBy.has(link.to)) continue;
      cameBy.set(link.to, link);
      if (link.to === to) return backFrom(to, cameBy);
      open.push(link.to);
    }
  }
  return undefined;
}

function backFrom<L extends Link>(to: string, cameBy: ReadonlyMap<string, L>): L[] {
  const way: L[] = [];
  for (let link = cameBy.get(to); link !== undefined; link = cameBy.get(link.from)) way.unshift(link);
  return way;
}

/** One cycle, as its links, for each link that leads back to a name on the way to it. Without recursion. */
export function cyclesIn<L extends Link>(links: Links<L>): L[][] {
  const cycles: L[][] = [];
  const finished = new Set<string>();
  for (const start of links.keys()) {
    if (finished.has(start)) continue;
    const way: { readonly name: string; readonly by: L | undefined; next: number }[] = [
      { name: start, by: undefined, next: 0 },
    ];
    const position = new Map([[start, 0]]);
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const link = links.get(top.name)?.[top.next++];
      if (link === undefined) {
        way.pop();
        position.delete(top.name);
        finished.add(top.name);
        continue;
      }
      const back = position.get(link.to);
      if (back !== undefined) {
        const inner = way.slice(back + 1).flatMap(({ by }) => (by ? [by] : []));
        cycles.push([...inner, link]);
      } else if (!finished.has(link.to)) {
        position.set(link.to, way.length);
        way.push({ name: link.to, by: link, next: 0 });
      }
    }
  }
  return cycles;
}

/** `a -> b -> c`, shortened in the middle. */
export function chainText(links: readonly Link[]): string {
  const [first] = links;
  const names = first ? [first.from, ...links.map(({ to }) => to)] : [];
  const shown = names.length <= 8 ? names : [...names.slice(0, 5), '…', ...names.slice(-2)];
  return shown.join(' -> ');
}
