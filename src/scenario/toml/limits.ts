/** What keeps reading within bounds. */
export interface Limits {
  /** Most tables and arrays inside one another. */
  readonly maxDepth: number;
  /** Most keys and list items together; bounds memory, which can be 50 times the size of a hostile file. */
  readonly maxValues: number;
}
