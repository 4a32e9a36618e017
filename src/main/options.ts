// Room: main. What is wrong with the options of a command, all of it at once.
// May live here: options that there are not, values that are missing or too many. May not: any one command's options.

import { nearest } from "../config/nearest.ts";

/** As `parseArgs` of node:util takes them. */
type Options = { readonly [name: string]: { readonly type: "string" | "boolean" } };
/** As it gives them with `tokens: true, strict: false`. */
type Token =
  | {
      readonly kind: "option";
      readonly name: string;
      readonly rawName: string;
      readonly value: string | undefined;
    }
  | { readonly kind: "positional" | "option-terminator" };

/** Every option that is not one, lacks its value, or has one that it does not take. */
export function optionProblems(options: Options, tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token): readonly string[] => {
    if (token.kind !== "option") return [];
    const known = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (known === undefined) return [unknownOption(token.rawName, options)];
    // The next option is not this one's value.
    if (known.type === "string" && (token.value === undefined || token.value.startsWith("--")))
      return [`${token.rawName} has nothing after it.`];
    if (known.type === "boolean" && token.value !== undefined) return [`${token.rawName} takes no value.`];
    return [];
  });
}

function unknownOption(written: string, options: Options): string {
  const meant = nearest(written.replace(/^-+/, ""), Object.keys(options));
  return `there is no option ${written}.${meant === null ? "" : ` Did you mean --${meant}?`}`;
}
