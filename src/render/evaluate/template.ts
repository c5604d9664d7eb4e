import type { At, Block, Node } from '../nunjucks/nodes.ts';
import type { DialectName } from '../syntax/lexer.ts';

export interface MacroParameter {
  readonly name: string;
  readonly fallback: Node | undefined;
}

export interface MacroDefinition {
  readonly name: string;
  readonly at: At;
  readonly parameters: readonly MacroParameter[];
  readonly body: Node;
  /** Where it is written: its text is of that file, and `self` means that file in it. */
  readonly template: Template;
}

/** A template with everything it names at its top. One per file and rendering. */
export interface Template {
  /** As it is named in diagnostics. */
  readonly file: string;
  readonly dialect: DialectName;
  /** Part of Spanwright: notes on what is not portable in it help nobody. */
  readonly builtIn: boolean;
  readonly nodes: readonly Node[];
  readonly macros: Map<string, MacroDefinition>;
  /** By the name after `as`. */
  readonly imports: Map<string, Template>;
  readonly blocks: Map<string, Block>;
  /** The template it extends. */
  parent: Template | undefined;
}

/** Parameters of a macro, in order. */
export function parametersOf(list: Node): MacroParameter[] {
  if (!('children' in list)) return [];
  return list.children.flatMap((node): MacroParameter[] => {
    switch (node.typename) {
      case 'Symbol':
        return [{ name: node.value, fallback: undefined }];
      case 'Pair':
        return node.key.typename === 'Symbol' ? [{ name: node.key.value, fallback: node.value }] : [];
      // nunjucks gathers the ones with a default behind the others.
      case 'KeywordArgs':
        return parametersOf(node);
      default:
        return [];
    }
  });
}
