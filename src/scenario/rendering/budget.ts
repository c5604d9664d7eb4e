import { defaultLimits, type Rendered, type RenderLimits } from '../../render/index.ts';

/** What each combination of a matrix adds: plenty for a scenario file, and 256 of them together stay bounded. */
const STEPS_EACH = 4_000;
const CHARACTERS_EACH = 8_192;

/**
 * What all renderings of one file may use together, which is what one rendering may use and a little for each
 * combination: a file is not judged in hours because it has a matrix.
 */
export class Budget {
  private steps = defaultLimits.steps;
  private characters = defaultLimits.outputLength;

  expect(combinations: number): void {
    this.steps += combinations * STEPS_EACH;
    this.characters += combinations * CHARACTERS_EACH;
  }

  limits(): Partial<RenderLimits> {
    return {
      steps: Math.min(defaultLimits.steps, Math.max(0, this.steps)),
      outputLength: Math.min(defaultLimits.outputLength, Math.max(0, this.characters)),
    };
  }

  /** A rendering has used it up, and has been told so. */
  isSpent(): boolean {
    return this.steps < 0;
  }

  spend({ steps, text }: Rendered): void {
    this.steps -= steps;
    this.characters -= text?.length ?? 0;
  }
}
