/** `parameters` of `[plugins.NAME]` in the project file: TOML values, dates as text. */
export type PluginParameters = Readonly<Record<string, unknown>>;

/**
 * A plugin in code: the default export of the module that `package` of a `[plugins.NAME]` names. It says what a service is
 * when somebody names it, and starts nothing itself.
 */
export interface Plugin {
  /** One line for people, which `spanwright plugins --check` prints. */
  readonly about: string;
  /**
   * What services that name the plugin need not write. Asked once for a run, in a process of its own that may read files
   * but neither write nor start any, and has ten seconds. The same parameters give the same preset. An `Error` says that the
   * parameters make no sense; its message is what people are told.
   */
  preset(parameters: PluginParameters): PluginPreset;
}

/**
 * Fields of a service, as a scenario file writes them; docs/reference/scenario-file.md says what each is. Durations are text
 * such as `"30s"`.
 */
export interface PluginPreset {
  readonly image?: string;
  readonly command?: string | readonly string[];
  readonly shell?: boolean;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  /** Of the container, by name; or `"auto"`. */
  readonly ports?: Readonly<Record<string, number | 'auto'>>;
  readonly ready?: PluginReadiness;
  readonly stop?: { readonly signal?: string; readonly grace?: string };
  readonly telemetry?: boolean;
  readonly protocol?: 'http/protobuf' | 'http/json' | 'grpc';
  readonly pull?: 'always' | 'if-not-present' | 'never';
  readonly capabilities?: readonly string[];
}

export interface PluginReadiness {
  /** The name of a port of the preset, or a number. */
  readonly tcp?: string | number;
  readonly http?: string;
  readonly status?: number;
  readonly log?: string;
  readonly command?: string | readonly string[];
  readonly span?: string;
  readonly timeout?: string;
  readonly interval?: string;
}
