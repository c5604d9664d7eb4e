import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ScenarioRecord } from '../event/index.ts';
import type { ScenarioId } from '../plan/index.ts';
import { rerunCommand } from './rerun.ts';
import { run, runs, scenario } from './sample.ts';

function red(name: string, file = 'a.span.toml'): ScenarioRecord {
  const id = `${file}::${name}` as ScenarioId; // the form the plan gives ids
  return { ...scenario(name, { verdict: 'failed' }), id, name, file };
}

describe('rerunCommand', () => {
  it('has nothing to run after a green or a skipped run', () => {
    expect(rerunCommand(runs.green)).toBeUndefined();
    expect(rerunCommand(runs.skipped)).toBeUndefined();
  });

  it('names the scenarios while they are few, else their files', () => {
    expect(rerunCommand(run([red('x'), scenario('green'), red('y', 'b.span.toml')]))).toBe(
      'spanwright run a.span.toml b.span.toml --only a.span.toml::x --only b.span.toml::y',
    );
    const many = run(Array.from({ length: 6 }, (_, index) => red(`s${index}`)));
    expect(rerunCommand(many)).toBe('spanwright run a.span.toml');
    expect(rerunCommand(many, true)).toBe('spanwright run --last-failed');
    const files = run(Array.from({ length: 12 }, (_, index) => red('x', `f${index}.toml`)));
    expect(rerunCommand(files)).toMatch(/^spanwright run f0\.toml .* f9\.toml # and 2 more files$/);
  });

  it('runs the whole file for what is judged over all its scenarios', () => {
    const together = {
      ...red('shop (all scenarios together)'),
      id: 'a.span.toml::(all scenarios together)' as ScenarioId,
    };
    expect(rerunCommand(run([red('x'), together]))).toBe('spanwright run a.span.toml');
  });

  it('is read back by a shell as it is meant', () => {
    const names = ['plain', "it's", 'a b', '$(id)', '`id`', '"q"', '\\', '*', '-n', '!x'];
    for (const name of names) {
      const words = (rerunCommand(run([red(name)])) ?? '').replace('spanwright', "printf '%s\\n'");
      const seen = execFileSync('/bin/sh', ['-c', words], { encoding: 'utf8' });
      expect(seen).toBe(`run\na.span.toml\n--only\na.span.toml::${name}\n`);
    }
  });
});
