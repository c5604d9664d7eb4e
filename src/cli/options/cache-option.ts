import { boolean } from '../../scenario/index.ts';
import { toggle } from './entry.ts';

/** The cache on the disk, the same for every command that checks files. */
export const cacheOption = toggle(
  boolean({ doc: 'Keep results under .spanwright/cache, and use those of earlier calls' }),
);
