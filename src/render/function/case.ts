/** Words of a name: at spaces, signs, and where small letters meet capitals (`fooBar`, `HTTPServer`). */
function wordsOf(text: string): string[] {
  return text
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();

export function kebabCase(text: string): string {
  return wordsOf(text).join('-').toLowerCase();
}

export function snakeCase(text: string): string {
  return wordsOf(text).join('_').toLowerCase();
}

export function pascalCase(text: string): string {
  return wordsOf(text).map(capital).join('');
}

export function camelCase(text: string): string {
  const [first = '', ...rest] = wordsOf(text);
  return first.toLowerCase() + rest.map(capital).join('');
}
