// Room: office/ui/people. The short name that stands in every record, made from a person's name.

/** "Anna Muster-O’Neill" to "anna.muster-oneill": what the office takes as an id. */
export function shortNameOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9 .-]/g, "")
    .trim()
    .replace(/[ .]+/g, ".")
    .replace(/^[.-]+/, "")
    .slice(0, 32);
}
