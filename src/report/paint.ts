/** SGR parameters of ECMA-48; the sixteen basic colours follow the theme of the terminal. */
const styles = {
  bold: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  magenta: '35',
  cyan: '36',
} as const;

export type Style = keyof typeof styles;

/** Wraps text in the codes of a style. */
export type Paint = (style: Style, text: string) => string;

export function painter(color: boolean): Paint {
  return color ? (style, text) => `\u001b[${styles[style]}m${text}\u001b[0m` : (_style, text) => text;
}
