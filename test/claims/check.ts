import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Call, callsOn, type PlayedCall, playedCalls, testsOfShown } from './calls.ts';
import { provedCalls } from './calls-proved.ts';
import { type FigureClaim, figuresIn, type Holder, holds } from './figures.ts';
import { figureClaims } from './figures-held.ts';
import { missingTest, type NamedTest } from './named.ts';
import { folded, read, root, writtenPages } from './pages.ts';

// Every claim of the documentation beside what proves it.

/** `proof` is where a reader finds it; `fault` says why it proves nothing. */
export interface Claim {
  readonly page: string;
  readonly claim: string;
  readonly proof: string | undefined;
  readonly fault: string | undefined;
}

const plays = playedCalls();

/** Every command and option that a page calls or names. */
export function commandClaims(): Claim[] {
  return writtenPages.flatMap((page) => {
    const words = new Map<string, Claim>();
    for (const call of callsOn(page)) {
      for (const part of ['', ...call.given]) {
        const claim = `spanwright ${call.command} ${part}`.trim();
        words.set(claim, { page, claim, ...proofOfCall(page, call, part) });
      }
    }
    return [...words.values()];
  });
}

function proofOfCall(page: string, { command }: Call, part: string): Pick<Claim, 'proof' | 'fault'> {
  const played = plays.filter(
    (call) => call.command === command && (part === '' || call.given.includes(part)),
  );
  // The page itself, or the transcript of the command, tells more than one about something else.
  const telling = [page, `test/transcripts/${command}`].map((start) =>
    played.find(({ place }) => place.startsWith(start)),
  );
  const proof = [...telling, ...played].find((call) => call !== undefined)?.place;
  if (proof !== undefined) return { proof, fault: undefined };
  const named = provedCalls[command]?.[part];
  if (named === undefined)
    return { proof: undefined, fault: 'no transcript, played page or named test calls it' };
  return { proof: shown(named), fault: missingTest(named) };
}

/** Every page that shows what commands print. */
export function pageClaims(): Claim[] {
  return writtenPages.flatMap((page) =>
    testsOfShown(page).map((test) => {
      const claim = 'what commands print';
      if (test === undefined) return { page, claim, proof: undefined, fault: 'no test plays the page' };
      return { page, claim, proof: shown(test), fault: missingTest(test) };
    }),
  );
}

/** Every figure outside of blocks. */
export function figureClaimsMade(): Claim[] {
  return writtenPages.flatMap((page) => {
    const claims = figureClaims.filter((each) => each.page === page);
    return figuresIn(folded(page)).map((figure) => {
      const claim = `${figure.text} in "${figure.context}"`;
      const held = claims.find((each) => holds(each, figure));
      if (held === undefined) return { page, claim, proof: undefined, fault: 'nothing holds it' };
      return { page, claim, proof: shownHolder(held.by), fault: faultOf(held) };
    });
  });
}

/** Rows about a text that its page does not have: the page changed, or the value did. */
export function figureClaimsLost(): FigureClaim[] {
  return figureClaims.filter(({ page, says }) => !folded(page).includes(says));
}

function faultOf({ page, by }: FigureClaim): string | undefined {
  switch (by.kind) {
    case 'source':
      return existsSync(join(root, by.file)) ? undefined : `there is no ${by.file}`;
    case 'test':
      return missingTest(by);
    case 'exit':
      return endsWith(by.command, by.code) ? undefined : `nowhere does ${by.command} end with ${by.code}`;
    case 'profile':
      return /^\d{4}-\d\d-\d\d$/m.test(read(page)) ? undefined : 'the page has no date';
    case 'other':
      return undefined;
    default:
      return by satisfies never;
  }
}

function endsWith(command: string, code: number): PlayedCall | undefined {
  return plays.find((call) => call.command === command && call.exit === code);
}

function shown({ file, title }: NamedTest): string {
  return `${file} > ${title}`;
}

function shownHolder(by: Holder): string {
  switch (by.kind) {
    case 'source':
      return by.file;
    case 'test':
      return shown(by);
    case 'exit':
      return endsWith(by.command, by.code)?.place ?? '';
    case 'profile':
      return `a profile by ${by.tool}`;
    case 'other':
      return `about ${by.about}`;
    default:
      return by satisfies never;
  }
}
