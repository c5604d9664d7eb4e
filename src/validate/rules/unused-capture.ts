import { parsePlaceholders } from '../../scenario/index.ts';
import type { Rule } from '../rule.ts';

/** A value that is captured and never used. Capturing it also proves that it is there, so this is a remark. */
export const unusedCapture: Rule = {
  code: 'SW4153',
  name: 'unused-capture',
  level: 'semantic',
  check({ file: { model } }, report) {
    for (const [index, { steps }] of model.scenario.entries()) {
      if (!steps.some(({ capture }) => capture)) continue;
      const used = new Set(capturesIn(steps));
      for (const [position, { capture = {} }] of steps.entries()) {
        for (const name of Object.keys(capture)) {
          if (used.has(name)) continue;
          report({
            message: `the captured value ${name} is never used`,
            at: ['scenario', index, 'steps', position, 'capture', name],
            hint: `use it in a later step as \`\${capture.${name}}\`, or remove it`,
          });
        }
      }
    }
  },
};

function* capturesIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    for (const part of value.includes('${') ? parsePlaceholders(value) : []) {
      if (part.kind === 'placeholder' && part.root === 'capture') yield part.path[0] ?? '';
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) yield* capturesIn(each);
  }
}
