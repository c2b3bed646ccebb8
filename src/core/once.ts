/**
 * Makes something when it is first asked for, and gives the same from then on. For `import()`, which takes a tenth of a millisecond each
 * time, however often the module was loaded before.
 */
export function once<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
