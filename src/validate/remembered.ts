/**
 * Several rules ask the same of one file: it is worked out once, and forgotten with the object it was asked of. Halves
 * the time of all rules together. Only for answers that nobody changes.
 */
export function remembered<Asked extends object, Answer>(
  find: (asked: Asked) => Answer,
): (asked: Asked) => Answer {
  const known = new WeakMap<Asked, { readonly answer: Answer }>();
  return (asked) => {
    let found = known.get(asked);
    if (found === undefined) {
      found = { answer: find(asked) };
      known.set(asked, found);
    }
    return found.answer;
  };
}
