// What the benchmark uses of nunjucks, which comes without types.
declare module 'nunjucks' {
  class Environment {
    constructor(loader: null, options: { readonly autoescape: boolean });
  }
  class Template {
    constructor(text: string, environment: Environment, path: string | undefined, eagerCompile: boolean);
    render(variables: object): string;
  }
  const nunjucks: { readonly Environment: typeof Environment; readonly Template: typeof Template };
  export default nunjucks;
}
