// Room: domain. Reading a plain JSON object by a name that people chose.

/** The value stored under `name`, never one inherited: a cow called "constructor" is a cow. */
export function lookUp<T>(record: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
