import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The rules first; then what talks to real lines, clocks and processes.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "rules",
          include: ["test/{domain,checker,controller,promises,config,recorder}/**/*.test.ts"],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "devices",
          include: ["test/{drivers,firmware,sim,system,main}/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
