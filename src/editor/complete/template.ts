import {
  builtInTemplateName,
  type CallableName,
  type DialectName,
  vocabularyOf,
} from '../../render/index.ts';
import type { EditedFile } from '../document.ts';
import { type ProjectView, templateFolders } from '../project.ts';
import type { Query } from '../query.ts';
import { macroSource, macrosIn } from '../template/macros.ts';
import { templateNamesIn } from '../template/names.ts';
import type { Tag } from '../template/tags.ts';
import { givenVariables, matrixVariables, type Variable, variablesIn } from '../template/variables.ts';
import { type TemplateWord, templateWordAt } from '../template/word.ts';
import { literal, type Offer, type Offers } from './offer.ts';

/** What can be written at an offset inside of a tag. */
export function templateOffers(query: Query, tag: Tag): Offers | undefined {
  const { file, offset } = query;
  const word = templateWordAt(file, tag, offset);
  if (!word || !file.template) return undefined;
  const offers = offersFor(query, file.template, word);
  // A tag that is not closed yet gets its end along with its name.
  const isOpenTag = word.kind === 'tag' && !tag.closed;
  const whole = isOpenTag ? offers.map((each) => ({ ...each, snippet: `${each.snippet} %\\}` })) : offers;
  return { offers: whole, start: word.start, end: word.end };
}

function offersFor({ file, project }: Query, dialect: DialectName, word: TemplateWord): Offer[] {
  const { functions, filters, tests } = vocabularyOf(dialect);
  switch (word.kind) {
    case 'tag':
      return tagsOf[dialect].map(([name, snippet]) => ({ label: name, snippet, kind: 'keyword' }));
    case 'filter':
      return filters.map((each) => callableOffer(each, dialect, 'filter'));
    case 'test':
      return tests.map((label) => ({ label, kind: 'keyword', detail: 'test' }));
    case 'member':
      return memberOffers(file, word, project);
    case 'text':
      return isNamingTemplate(file, word) ? fileOffers(file, word, project) : [];
    case 'name':
      return [
        ...variablesIn(file, project).map(variableOffer),
        ...namespaces(file, dialect),
        ...functions.map((each) => callableOffer(each, dialect, 'function')),
      ];
    default:
      return word.kind satisfies never;
  }
}

function variableOffer({ name, origin }: Variable): Offer {
  return { label: name, kind: 'variable', detail: origin.replaceAll('`', ''), rank: 0 };
}

function callableOffer(
  { name, parameters }: CallableName,
  dialect: DialectName,
  what: 'function' | 'filter',
): Offer {
  const shown = parameters.map((each) => (each.required ? each.name : `${each.name}?`)).join(', ');
  return {
    label: name,
    snippet: callSnippet({ name, parameters }, dialect, what),
    kind: 'function',
    detail: parameters.length === 0 ? what : `${what} (${shown})`,
    rank: 2,
  };
}

/** With the arguments it cannot do without; Tera's have names. */
function callSnippet({ name, parameters }: CallableName, dialect: DialectName, what: string): string {
  const needed = parameters.filter((each) => each.required);
  if (what === 'filter' && needed.length === 0) return name;
  const args = needed.map((each, index) =>
    dialect === 'tera' ? `${each.name}=$${index + 1}` : `\${${index + 1}:${each.name}}`,
  );
  return `${name}(${args.join(', ')})`;
}

function namespaces(file: EditedFile, dialect: DialectName): Offer[] {
  const joint = dialect === 'tera' ? '::' : '.';
  const aliases = templateNamesIn(file).flatMap(({ alias, name }) =>
    alias === undefined ? [] : [{ alias, name }],
  );
  const macros = aliases.map(({ alias, name }): Offer => {
    return {
      label: alias,
      snippet: `${alias}${joint}`,
      kind: 'variable',
      detail: `macros of ${name}`,
      rank: 1,
    };
  });
  const given = ['vars', ...(matrixVariables(file).length > 0 ? ['matrix'] : [])];
  return [
    ...macros,
    ...given.map((label): Offer => ({ label, snippet: `${label}.`, kind: 'variable', rank: 1 })),
  ];
}

function memberOffers(file: EditedFile, { owner = '' }: TemplateWord, project: ProjectView): Offer[] {
  if (owner === 'vars') return givenVariables(file, project).map(variableOffer);
  if (owner === 'matrix') return matrixVariables(file).map(variableOffer);
  const source = macroSource(file, owner, project);
  return (source ? macrosIn(source.file) : []).map(({ name, parameters }) => ({
    label: name,
    snippet: `${name}($0)`,
    kind: 'function',
    detail: `macro (${parameters})`,
  }));
}

function isNamingTemplate(file: EditedFile, { start, end }: TemplateWord): boolean {
  const before = file.text.slice(0, start - 1);
  const tag = before.slice(before.lastIndexOf('{%'));
  return end >= start && /^\{%-?\s*(?:include|import|extends|from)\s+(?:\[.*)?$/s.test(tag);
}

/** Files beside this one and in the root, and what is built in. */
function fileOffers(file: EditedFile, { word }: TemplateWord, project: ProjectView): Offer[] {
  const folder = word.slice(0, word.lastIndexOf('/') + 1);
  const names = templateFolders(file.path, project).flatMap((base) =>
    project.list(`${base}/${folder}`).map((name) => `${folder}${name}`),
  );
  const offered = [...new Set(folder === '' ? [...names, builtInTemplateName] : names)];
  return offered
    .filter((name) => name === builtInTemplateName || /\.(tera|njk|j2|toml)$/i.test(name))
    .map(
      (label): Offer => ({
        label,
        kind: 'file',
        detail: label === builtInTemplateName ? 'built in' : undefined,
      }),
    );
}

/** Tags that begin something, with what ends it; a test holds that each is one. */
const shared: readonly (readonly [string, string])[] = [
  ['if', 'if ${1:condition} %\\}$0{% endif'],
  ['for', 'for ${1:item} in ${2:list} %\\}$0{% endfor'],
  ['set', 'set ${1:name} = $0'],
  ['include', 'include "$0"'],
  ['import', 'import "${1:_macros.toml.tera}" as ${0:m}'],
  ['extends', 'extends "$0"'],
  ['block', 'block ${1:name} %\\}$0{% endblock'],
  ['macro', 'macro ${1:name}($2) %\\}$0{% endmacro'],
  ['filter', 'filter ${1:upper} %\\}$0{% endfilter'],
  ['raw', 'raw %\\}$0{% endraw'],
  ['else', literal('else')],
  ['elif', 'elif ${0:condition}'],
  ...['endif', 'endfor', 'endblock', 'endmacro', 'endfilter'].map((end) => [end, end] as const),
];

export const tagsOf: Readonly<Record<DialectName, readonly (readonly [string, string])[]>> = {
  tera: [
    ...shared,
    ['set_global', 'set_global ${1:name} = $0'],
    ['break', 'break'],
    ['continue', 'continue'],
  ],
  nunjucks: [...shared, ['from', 'from "$1" import $0'], ['call', 'call ${1:macro}() %\\}$0{% endcall']],
};
