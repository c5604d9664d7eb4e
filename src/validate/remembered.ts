/**
 * Rules look at one thing after the other, and several ask the same of it: the last answer is kept for the next one.
 * Halves the time of all rules together. Only for answers that nobody changes.
 */
export function remembered<Asked extends object, Answer>(
  find: (asked: Asked) => Answer,
): (asked: Asked) => Answer {
  let last: { readonly asked: Asked; readonly answer: Answer } | undefined;
  return (asked) => {
    if (last?.asked !== asked) last = { asked, answer: find(asked) };
    return last.answer;
  };
}
