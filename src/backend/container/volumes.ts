import { realpathSync } from 'node:fs';
import { isAbsolute, normalize, posix, relative, sep } from 'node:path';
import type { VolumeMount } from '../contract.ts';

/** Where a container may not have anything mounted over: what it is made of, and what the kernel shows there. */
const SYSTEM = [
  '/',
  '/proc',
  '/sys',
  '/dev',
  '/etc',
  '/bin',
  '/sbin',
  '/lib',
  '/lib64',
  '/usr',
  '/boot',
  '/run',
];

/**
 * The mount as the engine is to make it, its source with every link resolved; or why it is refused. A source must be
 * absolute, without `..`, and lie inside one of the roots also after links were followed.
 */
export function allowedVolume(volume: VolumeMount, roots: readonly string[]): VolumeMount | string {
  const { source, target } = volume;
  const shape = badPath(source, isAbsolute) ?? badPath(target, posix.isAbsolute);
  if (shape !== undefined) return shape;
  const mountedAt = posix.normalize(target).replace(/(.)\/+$/, '$1');
  if (SYSTEM.includes(mountedAt)) return `${target} belongs to the system of the container`;
  const real = realPath(source);
  if (real === undefined) return `${source} does not exist`;
  if (!roots.some((root) => isInside(real, realPath(root)))) {
    const where = normalize(source) === real ? source : `${source}, which is ${real},`;
    return `${where} lies outside of what may be mounted: ${roots.join(', ')}`;
  }
  return { ...volume, source: real, target: mountedAt };
}

function badPath(path: string, absolute: (path: string) => boolean): string | undefined {
  if (path.includes('\0')) return 'a path holds a NUL character';
  if (!absolute(path)) return `${path || 'an empty path'} is not absolute`;
  return path.split(/[/\\]/).includes('..') ? `${path} holds \`..\`` : undefined;
}

function isInside(path: string, root: string | undefined): boolean {
  if (root === undefined) return false;
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** All of them as they are to be mounted, or why one is refused. */
export function mountable(
  volumes: readonly VolumeMount[],
  roots: readonly string[],
): readonly VolumeMount[] | string {
  const allowed = volumes.map((volume) => allowedVolume(volume, roots));
  const refused = allowed.find((each) => typeof each === 'string');
  return refused ?? allowed.filter((each) => typeof each !== 'string');
}
