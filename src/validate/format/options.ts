export interface FormatOptions {
  /** The text of a file, for excerpts; undefined when it cannot be had. */
  readonly source: (file: string) => string | undefined;
  /** Whether ANSI colours may be used. */
  readonly color: boolean;
  /** What made the report; default `validate`. */
  readonly command?: 'validate' | 'lint' | undefined;
  /** Version of Spanwright, for formats that name the tool. */
  readonly version: string;
  /** Whether the human format shows how long each stage took. */
  readonly timing?: boolean | undefined;
  /** A path as the root of the repository sees it, with slashes; default as it is. */
  readonly repositoryPath?: ((file: string) => string) | undefined;
}
