/** The parts that are used here of what Node has and `@types/node` leaves to the types of browsers. */
declare namespace WebAssembly {
  const validate: (bytes: Uint8Array) => boolean;
  const Module: new (bytes: Uint8Array) => Module;
  const Instance: new (module: Module) => { readonly exports: Readonly<Record<string, unknown>> };
}
