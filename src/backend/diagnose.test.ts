import { describe, expect, it } from 'vitest';
import { type Diagnostic, printDiagnostics } from '../diagnostic/index.ts';
import type { CapturedOutput, CommandEnd, CommandOutcome } from './contract.ts';
import { diagnoseClose, diagnoseCommand, diagnoseStart, diagnoseStop } from './diagnose.ts';

const text = '[service.api]\ncommand = ["node", "api.mjs"]\n';
const place = { file: 'shop.span.toml', line: 1, column: 2, length: 11 };
const service = { name: 'service `api`', place };
const step = { name: 'step `login`', place };

const out = (written: string): CapturedOutput => ({ text: written, bytes: written.length, omittedBytes: 0 });
const output = { stdout: out('starting\n'), stderr: out('warning: old\nError: listen EADDRINUSE :::8080\n') };
const silent = { stdout: out(''), stderr: out('') };
const command = (end: CommandEnd, leaked = false): CommandOutcome => ({
  end,
  ...silent,
  durationMs: 5,
  leaked,
});
const notFound = {
  kind: 'notStarted',
  reason: 'notFound',
  message: 'there is no program x on PATH',
} as const;

function printed(...diagnostics: (Diagnostic | undefined)[]): string {
  const there = diagnostics.filter((each) => each !== undefined);
  return `\n${printDiagnostics(there, { source: () => text, color: false })}`;
}

describe('diagnoseStart', () => {
  it('says nothing when all is well, or when the start was cancelled', () => {
    expect(diagnoseStart(service, { kind: 'cancelled' })).toBeUndefined();
  });

  it('SW6001', () => {
    expect(printed(diagnoseStart(service, notFound))).toMatchInlineSnapshot(`
      "
      error[SW6001]: service \`api\` could not be started: there is no program x on PATH
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
      "
    `);
  });

  it('SW6002', () => {
    const waitingFor = 'a connection to 127.0.0.1:8080 (the connection is refused)';
    const late = { kind: 'notReady', waitingFor, afterMs: 30_000.4 } as const;
    const started = diagnoseStart(service, { ...late, output: { ...output, stderr: out('') } });
    expect(printed(started, diagnoseStart(service, { ...late, output: silent }))).toMatchInlineSnapshot(`
      "
      error[SW6002]: service \`api\` is not ready after 30000 ms; it waits for a connection to 127.0.0.1:8080 (the connection is refused)
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
        hint: its output says: starting

      error[SW6002]: service \`api\` is not ready after 30000 ms; it waits for a connection to 127.0.0.1:8080 (the connection is refused)
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
        hint: it has written no output; check what \`ready\` asks for, or give it longer
      "
    `);
  });

  it('SW6003', () => {
    const end = { kind: 'exited', code: 1 } as const;
    const told = diagnoseStart(service, { kind: 'exitedEarly', end, output });
    const mute = diagnoseStart(service, { kind: 'exitedEarly', end: { ...end, code: 0 }, output: silent });
    expect(printed(told, mute)).toMatchInlineSnapshot(`
      "
      error[SW6003]: service \`api\` exited with code 1 before it was ready
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
        hint: its output says: Error: listen EADDRINUSE :::8080

      error[SW6003]: service \`api\` exited with code 0 before it was ready
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
        hint: it has written no output; a service has to stay in the foreground
      "
    `);
  });

  it.each([
    [
      "Error: Cannot find module 'x'\n    at error.js:1\n  code: 'X'\n}\n\nNode.js v24\n",
      "Error: Cannot find module 'x'",
    ],
    ['Traceback:\n  File "fail.py"\nValueError: no\n', 'ValueError: no'],
    ['one\ntwo\n\n', 'two'],
  ])('quotes the line that says why: %j', (stderr, line) => {
    const end = { kind: 'exited', code: 1 } as const;
    const told = diagnoseStart(service, {
      kind: 'exitedEarly',
      end,
      output: { ...silent, stderr: out(stderr) },
    });
    expect(told?.hint).toBe(`its output says: ${line}`);
  });

  it('quotes no more of a long line than helps', () => {
    const end = { kind: 'exited', code: 1 } as const;
    const long = { ...silent, stderr: out('x'.repeat(10_000)) };
    const hint = diagnoseStart(service, { kind: 'exitedEarly', end, output: long })?.hint;
    expect(hint).toBe(`its output says: ${'x'.repeat(200)}...`);
  });
});

describe('diagnoseCommand', () => {
  it('leaves exit codes to the expectations', () => {
    expect(diagnoseCommand(step, command({ kind: 'exited', code: 1 }))).toEqual([]);
  });

  it('SW6001', () => {
    expect(printed(...diagnoseCommand(step, command(notFound)))).toMatchInlineSnapshot(`
      "
      error[SW6001]: step \`login\` could not be started: there is no program x on PATH
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
      "
    `);
  });

  it('SW6004', () => {
    const end = { kind: 'timedOut', afterMs: 2_000 } as const;
    expect(printed(...diagnoseCommand(step, command(end)))).toMatchInlineSnapshot(`
      "
      error[SW6004]: step \`login\` was stopped after 2000 ms
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
        hint: give it a longer \`timeout\` if it needs one
      "
    `);
  });

  it('SW6005', () => {
    const end = { kind: 'signalled', signal: 'SIGSEGV' } as const;
    expect(printed(...diagnoseCommand(step, command(end)))).toMatchInlineSnapshot(`
      "
      error[SW6005]: step \`login\` was ended by SIGSEGV
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
      "
    `);
  });

  it('SW6006', () => {
    expect(printed(...diagnoseCommand(step, command({ kind: 'cancelled' })))).toMatchInlineSnapshot(`
      "
      info[SW6006]: step \`login\` was cancelled
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
      "
    `);
  });

  it('SW6007', () => {
    const leaky = command({ kind: 'exited', code: 0 }, true);
    expect(printed(...diagnoseCommand(step, leaky))).toMatchInlineSnapshot(`
      "
      warning[SW6007]: step \`login\` ended and left processes running, which were killed
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
        hint: let it wait for them, or declare what has to keep running as a service
      "
    `);
  });
});

describe('diagnoseStop', () => {
  it('SW6008', () => {
    const end = { kind: 'signalled', signal: 'SIGKILL' } as const;
    expect(diagnoseStop(service, { end, killed: false, output })).toBeUndefined();
    expect(printed(diagnoseStop(service, { end, killed: true, output }))).toMatchInlineSnapshot(`
      "
      warning[SW6008]: service \`api\` did not end within its grace after the stop signal and was killed
       --> shop.span.toml:1:2
        |
      1 | [service.api]
        |  ^^^^^^^^^^^
        hint: let it end on the stop signal, or set \`stop.signal\` and \`stop.grace\`
      "
    `);
  });
});

describe('diagnoseClose', () => {
  const scenario = { name: 'scenario `shop`' };
  const clean = { leaked: [], survivors: [], egress: [], kept: undefined, notRemoved: undefined };

  it('says nothing after a scenario that behaves', () => {
    expect(diagnoseClose(scenario, clean)).toEqual([]);
  });

  it('SW6012', () => {
    const outcome = { ...clean, unbounded: 'the tier `group` cannot keep one' };
    expect(printed(...diagnoseClose(scenario, outcome))).toMatchInlineSnapshot(`
      "
      warning[SW6012]: scenario \`shop\` was run without its limit of processes: the tier \`group\` cannot keep one
        hint: docs/isolation.md says where it can be kept; leave \`pids\` out of \`[limits]\` where it need not be
      "
    `);
  });

  it('SW6007 and SW6009', () => {
    const leaked = Array.from({ length: 7 }, (_, index) => ({ pid: 100 + index, name: 'redis-server' }));
    const outcome = { ...clean, leaked, survivors: leaked.slice(0, 1), notRemoved: 'EBUSY: resource busy' };
    expect(printed(...diagnoseClose(scenario, outcome))).toMatchInlineSnapshot(`
      "
      warning[SW6007]: scenario \`shop\` left processes running, which were killed: redis-server (pid 100), redis-server (pid 101), redis-server (pid 102), redis-server (pid 103), redis-server (pid 104) and 2 more
        hint: declare what has to keep running as a service, in the foreground

      warning[SW6009]: scenario \`shop\` left processes that could not be killed: redis-server (pid 100)
        hint: they belong to another user or wait for a device; end them by hand

      warning[SW6009]: the private directory of scenario \`shop\` could not be removed: EBUSY: resource busy
        hint: remove it by hand
      "
    `);
  });
});
