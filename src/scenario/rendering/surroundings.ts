import type { Host } from '../../host/index.ts';
import type { ValueMap } from '../../render/index.ts';
import type { Plugins } from '../plugins/presets.ts';

/** What rendering may look at besides the template. */
export interface TemplateSurroundings {
  readonly host: Host;
  /** Absolute; includes are read from inside it only. */
  readonly root: string;
  /** Environment variables a template may read. */
  readonly allowedEnv: ReadonlySet<string>;
  /** Names among those that are variables too, wherever they are set; default none. */
  readonly envVariables?: readonly string[] | undefined;
  /** `--var k=v`: stronger than anything a file says; default none. */
  readonly given?: ReadonlyMap<string, string> | undefined;
  /** `[vars]` of the project file, weaker than those of the file; default none. */
  readonly project?: ValueMap | undefined;
  /** What services of the rendered file may be run by; default the bundled plugins. */
  readonly plugins?: Plugins | undefined;
}
