/// <reference types="handlebars" />

/** Handlebars' parser without its compiler: nothing of ours generates code, and three quarters of the package stay out. */
declare module 'handlebars/dist/cjs/handlebars/compiler/base.js' {
  export function parse(source: string): hbs.AST.Program;
}
