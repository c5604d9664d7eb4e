import type { Rule } from '../rule.ts';

/** Grammar of references, github.com/distribution/reference: registry, path, tag, digest. */
const PATH = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const REGISTRY = '(?:(?:[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*)(?::\\d+)?/)';
const IMAGE = new RegExp(
  `^${REGISTRY}?${PATH}(?:/${PATH})*(?::[\\w][\\w.-]{0,127})?(?:@[a-z0-9]+:[0-9a-f]{32,})?$`,
);
const MAX_LENGTH = 512;

/** Text that cannot name an image. */
export const imageShape: Rule = {
  code: 'SW5105',
  name: 'image-shape',
  level: 'structure',
  check({ file }, report) {
    for (const [id, { image }] of Object.entries(file.model.service ?? {})) {
      if (image === undefined || image.includes('$') || (image.length <= MAX_LENGTH && IMAGE.test(image)))
        continue;
      report({
        message: `${JSON.stringify(image.slice(0, 80))} cannot be an image`,
        at: ['service', id, 'image'],
        expected: '`name`, `name:tag`, `registry/name:tag` or `name@sha256:…`',
        hint: /[A-Z]/.test(image)
          ? 'the name of an image is in lower case'
          : 'only letters, digits and . _ - / are allowed in a name',
      });
    }
  },
};
