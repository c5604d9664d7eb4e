import type { KeyPath } from '../../../scenario/index.ts';
import type { LintRule } from '../rule.ts';

/** A tag that is hard to name on a command line: with capitals, spaces or commas. */
export const tagSpelling: LintRule = {
  code: 'SW4523',
  name: 'tag-spelling',
  fixable: false,
  check({ file: { model } }, report) {
    const lists: readonly { readonly tags: readonly string[] | undefined; readonly at: KeyPath }[] = [
      { tags: model.meta.tags, at: ['meta', 'tags'] },
      ...model.scenario.map(({ tags }, index) => ({ tags, at: ['scenario', index, 'tags'] })),
    ];
    for (const { tags = [], at } of lists) {
      for (const [index, tag] of tags.entries()) {
        const plain = plainTag(tag);
        if (plain === tag) continue;
        report({
          message: `the tag "${tag}" has ${/[\s,]/.test(tag) ? 'spaces or commas' : 'capital letters'} in it`,
          at: [...at, index],
          ...(plain !== '' && { hint: `write "${plain}": \`--tag\` takes tags letter by letter` }),
        });
      }
    }
  },
};

function plainTag(tag: string): string {
  return tag
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .join('-');
}
