import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The rules first, side by side; then what talks to real lines and clocks, one file at a time, so that no test
    // takes its neighbour's load for a fault.
    projects: [
      {
        test: {
          name: "rules",
          include: ["test/{domain,checker,controller,promises,config,recorder,main}/**/*.test.ts"],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "devices",
          include: ["test/{drivers,firmware,sim,system}/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 30_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
