/**
 * The parser class inside @iarna/toml, whose own types cover only its parse functions. Reading is a stack of states:
 * each state method looks at `char`, and says which state reads the next one. Only what the subclass in `parser.ts`
 * calls or overrides is declared here; a value is whatever the overriding methods hand on.
 */
declare module '@iarna/toml/lib/toml-parser.js' {
  /** Returns nothing that matters: after any state the driver moves on by one unit. */
  type StateMethod = (returned: never) => unknown;

  interface State {
    parser: StateMethod;
    /** Text gathered so far for the token this state reads. */
    buf: string;
    resultArr: unknown[] | null;
    resultTable: unknown;
  }

  export interface Assignment<Key, Value> {
    readonly key: Key[];
    readonly value: Value;
  }

  export default class TomlParser {
    /** What `char` is when the text has ended. */
    static readonly END: number;

    /** The whole text. */
    _buf: string;
    /** Offset of `char`; -1 before the first. */
    ii: number;
    char: number;
    state: State;
    stack: State[];

    /** Moves to the next character; false when there is none. */
    nextChar(): boolean;
    runOne(): unknown;
    /** Lets the states see the end of the text. */
    finish(): unknown;
    /** The next character is read by another state. */
    next(state: StateMethod): void;
    /** The same character is read by another state. */
    goto(state: StateMethod): unknown;
    /** The next character is read by a state of its own, whose result goes to `returnTo`. */
    call(state: StateMethod, returnTo?: StateMethod): void;
    callNow(state: StateMethod, returnTo?: StateMethod): unknown;
    /** Ends a called state; `buf` is its result unless a value is given. */
    return(value?: unknown): void;
    returnNow(value?: unknown): unknown;
    consume(): void;
    error(error: Error): Error;

    parseStart(): unknown;
    parseComment(): unknown;
    parseWhitespaceToEOL(): unknown;

    parseAssign(): unknown;
    parseAssignEqual(): unknown;
    recordAssignKeyword(key: unknown): unknown;
    recordAssignValue(value: unknown): unknown;
    recordAssignStatement(assignment: Assignment<never, never>): unknown;

    parseTableOrList(): unknown;
    parseTableNext(): unknown;
    parseTableMore(key: string): unknown;
    parseListNext(): unknown;
    parseListMore(key: string): unknown;
    parseListEnd(): unknown;

    parseKeyword(): unknown;
    parseBareKey(): unknown;

    parseValue(): unknown;
    recordValue(value: never): unknown;
    parseInlineList(): unknown;
    parseInlineListNext(): unknown;
    recordInlineListValue(value: never): unknown;
    parseInlineTable(): unknown;
    parseInlineTableNext(): unknown;
    recordInlineTableValue(assignment: Assignment<never, never>): unknown;

    parseBasicString(): unknown;
    parseLiteralString(): unknown;
    parseMultiStringContent(): unknown;
    parseLiteralMultiStringContent(): unknown;
    parsePreMultiTrim(): unknown;
    parseEscape(): unknown;
    parseSmallUnicode(): unknown;
    parseLargeUnicode(): unknown;
    parseUnicodeReturn(digits: string): unknown;
  }
}
