import type { Diagnostic } from '../../diagnostic/index.ts';

/** How reading ends early: states of @iarna/toml are left by throwing; `parseToml` catches this at its edge. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}
