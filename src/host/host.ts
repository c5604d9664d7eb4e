export interface FileStat {
  readonly kind: 'file' | 'directory' | 'other';
  readonly size: number;
  readonly modifiedMs: number;
}

export interface DirEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
}

/**
 * Files by absolute path. Reads are synchronous: for the many small files of a project that is both simpler and
 * faster than promises. A read of something absent returns undefined; any other fault throws the system's error.
 */
export interface Files {
  read(path: string): Uint8Array | undefined;
  stat(path: string): FileStat | undefined;
  list(path: string): readonly DirEntry[] | undefined;
  /** The path with all links resolved; undefined when it does not exist. */
  realPath(path: string): string | undefined;
  /** Writes through a temporary file and a rename, making parent folders, so that readers never see half a file. */
  write(path: string, content: string | Uint8Array): void;
  remove(path: string): void;
}

export interface Host {
  readonly files: Files;
  /** Absolute working directory. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Wall clock, Unix nanoseconds. */
  nowNs(): bigint;
  /** Monotonic milliseconds, for durations. */
  monotonicMs(): number;
  /** Random lower-case hexadecimal of that many bytes. */
  randomHex(bytes: number): string;
}
