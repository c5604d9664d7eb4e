import { posix } from 'node:path';
import { nearest } from '../../diagnostic/index.ts';
import { type Digest, sha256 } from '../../digest/index.ts';
import { type DirEntry, type Host, systemReason } from '../../host/index.ts';
import { BUILT_IN, Fault, type FaultInput } from '../fault.ts';
import { libraryFor, MACRO_LIBRARY } from '../library/index.ts';
import type { RenderLimits } from '../limits.ts';
import type { At, Block, Node } from '../nunjucks/nodes.ts';
import type { DialectName } from '../syntax/lexer.ts';
import type { ParseResult, SyntaxTree } from '../syntax/parse.ts';
import type { Run } from './run.ts';
import { type MacroDefinition, parametersOf, type Template } from './template.ts';

/** What asking for a file counts for. */
const LOOK_UP_STEPS = 100;

/** A file that the rendered text depends on, or a path that led to one through a link. */
export interface Dependency {
  /** Absolute path; of a file that exists, with links resolved. */
  readonly file: string;
  /** Of the content; undefined for what was not read: a file that is not there, or a path that leads elsewhere. */
  readonly digest: Digest | undefined;
  /** Where the path led, through a link; undefined for one that leads nowhere else. */
  readonly real?: string | undefined;
}

export interface LoaderOptions {
  readonly host: Host;
  /** Absolute; nothing outside of it is read. */
  readonly root: string;
  readonly limits: RenderLimits;
  /** The file that is rendered, as diagnostics name it; the others are named alike, absolute or from the working directory. */
  readonly file: string;
  /** Its text, which tells the library of macros that it was written for. */
  readonly text: string;
  readonly parse: (text: string, dialect: DialectName) => ParseResult;
}

/** The system's own errors carry the call that failed. */
function isRefusal(cause: unknown): boolean {
  return cause instanceof Error && 'syscall' in cause;
}

/** A template to be parsed. */
interface Source {
  /** What it is kept under: its path with links resolved. */
  readonly key: string;
  /** As it is named in diagnostics. */
  readonly file: string;
  readonly text: string;
  readonly dialect: DialectName;
}

/** Finds, reads and parses the templates that a template names. Each file is read once in a rendering. */
export class Loader {
  private readonly options: LoaderOptions;
  private readonly root: string;
  private readonly templates = new Map<string, Template>();
  private readonly found = new Map<string, Dependency>();
  /** Where names led to, by folder and name; an include in a loop asks for the same one again and again. */
  private readonly paths = new Map<string, string | undefined>();

  constructor(options: LoaderOptions) {
    this.options = options;
    this.root = options.host.files.realPath(options.root) ?? options.root;
  }

  get dependencies(): readonly Dependency[] {
    return [...this.found.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  }

  /** The template of that name beside the present one, in the root, or built in; undefined when there is none. */
  load(run: Run, name: string, at: At): Template | undefined {
    const fail = (input: FaultInput): never => {
      throw run.fault(at, { length: name.length + 2, ...input });
    };
    if (name === MACRO_LIBRARY) return this.builtIn(run, at);
    const path = this.pathOf(run, name, at, fail);
    if (path === undefined) return undefined;
    const known = this.templates.get(path);
    if (known) return known;
    if (this.templates.size >= this.options.limits.files) {
      throw run.fault(
        at,
        { code: 'SW1202', message: `more than ${this.options.limits.files} files are read` },
        true,
      );
    }
    const text = this.orRefused(name, fail, () => this.read(path, name, fail));
    if (text === undefined) return undefined;
    run.charge(at, text.length >> 4);
    const dialect = dialectOf(path) ?? run.template.dialect;
    return this.add(run, at, { key: path, file: this.nameOf(path), text, dialect });
  }

  private builtIn(run: Run, at: At): Template {
    const file = `${BUILT_IN}${MACRO_LIBRARY}`;
    const source = (): Source => ({ key: file, file, text: libraryFor(this.options.text), dialect: 'tera' });
    return this.templates.get(file) ?? this.add(run, at, source());
  }

  private pathOf(run: Run, name: string, at: At, fail: (input: FaultInput) => never): string | undefined {
    const key = `${posix.dirname(run.template.file)}\0${name}`;
    if (this.paths.has(key)) return this.paths.get(key);
    run.charge(at, LOOK_UP_STEPS);
    const path = this.orRefused(name, fail, () => this.find(run.template.file, name, fail));
    this.paths.set(key, path);
    return path;
  }

  private find(from: string, name: string, fail: (input: FaultInput) => never): string | undefined {
    const { files } = this.options.host;
    let outside = false;
    for (const folder of this.folders(from)) {
      const path = posix.resolve(folder, name);
      if (name.includes('\0') || !this.isInside(path)) {
        outside = true;
        continue;
      }
      const real = files.realPath(path);
      // Another link means another file, whatever becomes of this one.
      const link = real === undefined || real === path ? {} : { real };
      const isFile = real !== undefined && files.stat(real)?.kind === 'file';
      if (!isFile || real !== path) this.found.set(path, { file: path, digest: undefined, ...link });
      if (!isFile) continue;
      if (this.isInside(real)) return real;
      outside = true;
    }
    if (!outside) return undefined;
    return fail({
      code: 'SW1118',
      message: `\`${name}\` leads out of the project`,
      hint: 'templates are read from inside the project root only, links included',
    });
  }

  /** A file beside the present template or in the root that is named much like one that is not there. */
  nearest(run: Run, name: string): string | undefined {
    const folder = posix.dirname(name);
    const names = this.folders(run.template.file).flatMap((base) => {
      const path = posix.resolve(base, folder);
      const entries = path === this.root || this.isInside(path) ? this.list(path) : [];
      return entries.filter(({ kind }) => kind === 'file').map((entry) => posix.join(folder, entry.name));
    });
    return nearest(name, [...names, MACRO_LIBRARY]);
  }

  /** A folder that cannot be read has nothing to suggest. */
  private list(path: string): readonly DirEntry[] {
    try {
      return this.options.host.files.list(path) ?? [];
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      return [];
    }
  }

  /** Where the templates that a file names are looked for, in order. */
  private folders(from: string): string[] {
    return [...new Set([posix.dirname(this.absolute(from)), this.root])];
  }

  private absolute(file: string): string {
    return posix.resolve(this.options.host.cwd, file);
  }

  private nameOf(path: string): string {
    const { file, host } = this.options;
    return posix.isAbsolute(file) ? path : posix.relative(host.cwd, path);
  }

  private isInside(path: string): boolean {
    return path.startsWith(this.root.endsWith('/') ? this.root : `${this.root}/`);
  }

  /** What the system refuses, as it does with permissions and circles of links, is the template's fault. */
  private orRefused<T>(name: string, fail: (input: FaultInput) => never, read: () => T): T {
    try {
      return read();
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      return fail({ code: 'SW1123', message: `\`${name}\` cannot be read: ${systemReason(cause)}` });
    }
  }

  /** Undefined for a file that has just gone. */
  private read(path: string, name: string, fail: (input: FaultInput) => never): string | undefined {
    const { host, limits } = this.options;
    const size = host.files.stat(path)?.size ?? 0;
    if (size > limits.sourceLength * 4) {
      return fail({ code: 'SW1203', message: `\`${name}\` has ${size} bytes, too many for a template` });
    }
    this.found.set(path, { file: path, digest: undefined });
    const bytes = host.files.read(path);
    if (bytes === undefined) return undefined;
    this.found.set(path, { file: path, digest: sha256(bytes) });
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      return fail({ code: 'SW1122', message: `\`${name}\` is not UTF-8 text` });
    }
  }

  private add(run: Run, at: At, { key, file, text, dialect }: Source): Template {
    const parsed = this.options.parse(text, dialect);
    const via = {
      what: 'this file',
      file: run.site.file,
      line: at.lineno + 1,
      column: at.colno + 1,
      parent: run.site.via,
    };
    const site = { file, via };
    if ('fault' in parsed) {
      const { at: place, input, fatal } = parsed.fault;
      throw new Fault(place, input, fatal, site);
    }
    const template = templateOf(file, parsed);
    // Before what it names is read: templates may import each other.
    this.templates.set(key, template);
    for (const note of template.builtIn ? [] : parsed.notes)
      run.report(new Fault(note.at, note, false, site));
    const before = run.position();
    run.enter(at);
    run.template = template;
    run.site = site;
    this.resolve(run, template);
    run.restore(before);
    return template;
  }

  /** Everything that a template names at its top: imports, and the template that it extends. */
  resolve(run: Run, template: Template): void {
    checkUnique(run, template.nodes);
    for (const node of template.nodes) {
      if (node.typename === 'Import') template.imports.set(node.target.value, this.named(run, node.template));
      else if (node.typename === 'FromImport') this.importMacros(run, template, node);
      else if (node.typename === 'Extends') {
        template.parent = this.named(run, node.template);
        checkAcyclic(run, template, node);
      }
    }
  }

  private named(run: Run, node: Node): Template {
    if (node.typename !== 'Literal' || typeof node.value !== 'string') {
      throw run.fault(node, { code: 'SW1105', message: 'the file has to be named by a text in quotes' });
    }
    const template = this.load(run, node.value, node);
    if (template) return template;
    const near = this.nearest(run, node.value);
    throw run.fault(node, {
      code: 'SW1117',
      message: `there is no template \`${node.value}\``,
      hint: near
        ? `did you mean \`${near}\`?`
        : 'names are looked for beside the file, then in the project root',
      length: node.value.length + 2,
    });
  }

  private importMacros(run: Run, template: Template, node: Extract<Node, { typename: 'FromImport' }>): void {
    const source = this.named(run, node.template);
    for (const child of node.names.children) {
      const [name, alias] = child.typename === 'Pair' ? [child.key, child.value] : [child, child];
      if (name.typename !== 'Symbol' || alias.typename !== 'Symbol') continue;
      const macro = source.macros.get(name.value);
      if (!macro) {
        const message = `\`${source.file}\` has no macro \`${name.value}\``;
        throw run.fault(name, { code: 'SW1110', message, length: name.value.length });
      }
      template.macros.set(alias.value, macro);
    }
  }
}

/** By the ending of its name; undefined where a file takes the dialect of the one that names it. */
export function dialectOf(file: string): DialectName | undefined {
  if (/\.tera$/i.test(file)) return 'tera';
  return /\.(?:njk|j2)$/i.test(file) ? 'nunjucks' : undefined;
}

/** A template with its macros and blocks found, and nothing it names read yet. */
export function templateOf(file: string, tree: SyntaxTree): Template {
  const macros = new Map<string, MacroDefinition>();
  const blocks = new Map<string, Block>();
  const { nodes, dialect } = tree;
  const builtIn = file.startsWith(BUILT_IN);
  const template: Template = {
    file,
    dialect,
    builtIn,
    nodes,
    macros,
    imports: new Map(),
    blocks,
    parent: undefined,
  };
  for (const node of nodes) {
    if (node.typename !== 'Macro') continue;
    const { name, args, body } = node;
    macros.set(name.value, { name: name.value, at: node, parameters: parametersOf(args), body, template });
  }
  for (const block of blocksIn(nodes)) blocks.set(block.name.value, block);
  return template;
}

/** Every block, outermost first; tags nest only so deep, and alternatives of an `if` are followed without recursion. */
function blocksIn(nodes: readonly Node[], found: Block[] = []): readonly Block[] {
  for (const node of nodes) {
    // Most nodes are these, which hold no others with tags.
    if (node.typename === 'TemplateData' || node.typename === 'Output') continue;
    let each: Node | null = node;
    while (each) {
      if (each.typename === 'Block') found.push(each);
      if (each.typename === 'NodeList') blocksIn(each.children, found);
      if ('body' in each && each.body) blocksIn([each.body], found);
      each = 'else_' in each ? each.else_ : null;
    }
  }
  return found;
}

/** Two macros or blocks of one name: the second would silently replace the first. */
function checkUnique(run: Run, nodes: readonly Node[]): void {
  const seen = new Map<string, At>();
  const definitions = [...nodes.filter((node) => node.typename === 'Macro'), ...blocksIn(nodes)];
  for (const { typename, name } of definitions) {
    const kind = typename === 'Block' ? 'block' : 'macro';
    const first = seen.get(`${kind} ${name.value}`);
    seen.set(`${kind} ${name.value}`, name);
    if (first === undefined) continue;
    throw run.fault(name, {
      code: 'SW1105',
      message: `the ${kind} \`${name.value}\` is there already, at line ${first.lineno + 1}`,
      length: name.value.length,
    });
  }
}

function checkAcyclic(run: Run, template: Template, at: At): void {
  for (let each = template.parent; each; each = each.parent) {
    if (each !== template) continue;
    throw run.fault(at, {
      code: 'SW1105',
      message: 'the template extends itself, through others or directly',
    });
  }
}
