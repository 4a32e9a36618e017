#!/usr/bin/env node
// Room: main. The command line: which command runs, and what its exit code means.
// May live here: names of commands. May not: what they do.
// Invariant: exit 0 fine, 1 the answer is no, 2 wrong use or bad input (DESIGN "Interfaces that stay stable").

import { runCommand } from "./commands.ts";

process.exitCode = await runCommand(process.argv.slice(2));
