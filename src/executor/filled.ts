import type { OutputExpectation, StepExpectation } from '../scenario/index.ts';
import { fill, type Values } from './values.ts';

type Text = string | readonly string[] | undefined;

/** A step's expectation with placeholders filled in where plain text is compared; patterns are taken as written. */
export function filledExpectation(expectation: StepExpectation, values: Values): StepExpectation {
  const filled = (text: Text) =>
    typeof text === 'string' ? fill(text, values) : text?.map((each) => fill(each, values));
  const output = (claims: OutputExpectation | undefined): OutputExpectation | undefined =>
    claims && {
      ...claims,
      contains: filled(claims.contains),
      not_contains: filled(claims.not_contains),
      equals: claims.equals === undefined ? undefined : fill(claims.equals, values),
    };
  return { ...expectation, stdout: output(expectation.stdout), stderr: output(expectation.stderr) };
}
