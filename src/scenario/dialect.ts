/** Native files are strict. clnrm files are held to clnrm's own types, and judged more gently otherwise. */
export type Dialect = 'native' | 'clnrm';
