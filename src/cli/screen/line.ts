export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan';

/** A part of a line that looks the same all along. */
export interface Segment {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** One line of a screen, before it is known how wide that is. */
export type Line = readonly Segment[];
