/** Which files are made of which others, to know whom a change concerns. Paths are absolute. */
export interface DependencyIndex {
  /** Says what the file is made of now, in place of what was said before. */
  set(file: string, dependencies: readonly string[]): void;
  delete(file: string): void;
  /** The files that are made of this one, or looked for it. */
  usersOf(dependency: string): readonly string[];
  has(dependency: string): boolean;
  /** Everything that some file is made of. */
  dependencies(): Iterable<string>;
}

export function dependencyIndex(): DependencyIndex {
  const dependencies = new Map<string, readonly string[]>();
  const users = new Map<string, Set<string>>();
  const remove = (file: string) => {
    for (const each of dependencies.get(file) ?? []) {
      const rest = users.get(each);
      rest?.delete(file);
      if (rest?.size === 0) users.delete(each);
    }
    dependencies.delete(file);
  };
  return {
    set(file, given) {
      remove(file);
      if (given.length === 0) return;
      dependencies.set(file, given);
      for (const each of given) {
        const known = users.get(each) ?? new Set();
        users.set(each, known.add(file));
      }
    },
    delete: remove,
    usersOf: (dependency) => [...(users.get(dependency) ?? [])],
    has: (dependency) => users.has(dependency),
    dependencies: () => users.keys(),
  };
}
