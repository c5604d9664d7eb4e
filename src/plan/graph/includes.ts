import { posix } from 'node:path';
import type { Host } from '../../host/index.ts';
import { type DialectName, dialectOf, parseTemplate, type SyntaxTree } from '../../render/index.ts';
import type { EdgeKind } from './graph.ts';

/** One template file naming another; both absolute. */
export interface TemplateUse {
  readonly from: string;
  readonly to: string;
  readonly kind: Extract<EdgeKind, 'includes' | 'imports' | 'extends' | 'reads'>;
}

export interface TemplateUsesInput {
  /** Absolute path of the scenario file. */
  readonly path: string;
  readonly text: string;
  /** What the scenario file is written in, where its name does not say it. */
  readonly dialect: DialectName;
  /** Absolute paths of what its rendering read, links resolved. */
  readonly dependencies: readonly string[];
  readonly host: Pick<Host, 'files'>;
  /** Absolute folder of the project, where names are looked for after the folder of the file that has them. */
  readonly root: string;
}

/**
 * Which of the files that a rendering read names which. What is named by a text in quotes is found in the files
 * themselves; everything else that was read hangs on the scenario file.
 */
export function templateUses(input: TemplateUsesInput): TemplateUse[] {
  const read = new Set(input.dependencies);
  const uses: TemplateUse[] = [];
  const open = [{ path: input.path, text: input.text, dialect: dialectOf(input.path) ?? input.dialect }];
  const known = new Set([input.path]);
  for (const { path, text, dialect } of open) {
    for (const { kind, name } of namesIn(path, text, dialect)) {
      const to = resolve(name, path, read, input);
      if (to === undefined) continue;
      uses.push({ from: path, to, kind });
      if (known.has(to)) continue;
      known.add(to);
      open.push({ path: to, text: textOf(to, input.host), dialect: dialectOf(to) ?? dialect });
    }
  }
  const computed = [...read].filter((path) => !known.has(path));
  return unique([...uses, ...computed.map((to): TemplateUse => ({ from: input.path, to, kind: 'reads' }))]);
}

function resolve(
  name: string,
  from: string,
  read: ReadonlySet<string>,
  { host, root }: TemplateUsesInput,
): string | undefined {
  for (const folder of [posix.dirname(from), root]) {
    const path = posix.resolve(folder, name);
    const real = name.includes('\0') ? undefined : (host.files.realPath(path) ?? path);
    if (real !== undefined && read.has(real)) return real;
  }
  return undefined;
}

function textOf(path: string, host: Pick<Host, 'files'>): string {
  return new TextDecoder().decode(host.files.read(path));
}

interface Named {
  readonly kind: 'includes' | 'imports' | 'extends';
  readonly name: string;
}

const kinds = { Include: 'includes', Import: 'imports', FromImport: 'imports', Extends: 'extends' } as const;

/** The files that a template names by a text in quotes, in the order of the text. */
function namesIn(file: string, text: string, dialect: DialectName): Named[] {
  const tree = parseTemplate({ file, text, dialect });
  return 'diagnostics' in tree ? [] : nodesOf(tree).flatMap(namesOf);
}

/** Whatever the parser makes of a tag: a node, or a list or a plain value in one. */
type Part = Readonly<Record<string, unknown>>;

/** All nodes, depth first; without recursion, because alternatives of one `if` make a chain as long as they please. */
function nodesOf(tree: SyntaxTree): Part[] {
  const nodes: Part[] = [];
  const open: unknown[] = [...tree.nodes].reverse();
  while (open.length > 0) {
    const part = open.pop();
    if (Array.isArray(part)) open.push(...[...part].reverse());
    else if (isPart(part)) {
      nodes.push(part);
      open.push(...Object.values(part).reverse());
    }
  }
  return nodes;
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null;
}

function namesOf(node: Part): Named[] {
  const kind = Object.entries(kinds).find(([typename]) => node.typename === typename)?.[1];
  return kind ? textsIn(node.template).map((name) => ({ kind, name })) : [];
}

/** The text, or those of a list, of which the first that exists is included. */
function textsIn(node: unknown): string[] {
  if (!isPart(node)) return [];
  if (node.typename === 'Literal') return typeof node.value === 'string' ? [node.value] : [];
  return node.typename === 'Array' && Array.isArray(node.children) ? node.children.flatMap(textsIn) : [];
}

function unique(uses: readonly TemplateUse[]): TemplateUse[] {
  return [...new Map(uses.map((use) => [`${use.kind}\0${use.from}\0${use.to}`, use])).values()];
}
