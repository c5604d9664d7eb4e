import { spawn } from 'node:child_process';
import type { Host } from '../../host/index.ts';

/**
 * Hands a file to whatever the system opens such files with, and does not wait for it. Resolves with undefined when that
 * has begun, else with why it was left: CI, no display, or no program for it.
 */
export async function openFile(
  path: string,
  env: Host['env'],
  platform = process.platform,
): Promise<string | undefined> {
  const reason = whyNot(env, platform);
  if (reason !== undefined) return reason;
  const [program, ...args] = openers[platform] ?? OTHER;
  return new Promise((done) => {
    // A path is never an option: it is absolute.
    const child = spawn(program, [...args, path], { detached: true, env, stdio: 'ignore' });
    child.once('spawn', () => {
      child.unref();
      done(undefined);
    });
    child.once('error', () => done(`there is no program \`${program}\``));
  });
}

type Opener = readonly [program: string, ...args: string[]];

/** What other systems share (xdg-utils). */
const OTHER: Opener = ['xdg-open'];

const openers: Partial<Record<NodeJS.Platform, Opener>> = {
  darwin: ['open'],
  // `start` is a word of cmd.exe, which takes a path with any character; explorer takes one too, and needs no shell.
  win32: ['explorer.exe'],
};

function whyNot(env: Host['env'], platform: NodeJS.Platform): string | undefined {
  if (env.CI) return 'this is CI';
  const hasScreen = platform === 'darwin' || platform === 'win32' || env.DISPLAY || env.WAYLAND_DISPLAY;
  return hasScreen ? undefined : 'there is no display';
}
