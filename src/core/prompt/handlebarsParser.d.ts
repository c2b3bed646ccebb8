/// <reference types="handlebars" />

/** Handlebars' parser without its compiler: we generate no code, and three quarters of the package stay out of the bundles. */
declare module 'handlebars/dist/cjs/handlebars/compiler/base.js' {
  export function parse(source: string): hbs.AST.Program;
}
