import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "rules",
          include: ["test/{domain,checker,controller,promises,config,recorder,main}/**/*.test.ts"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "devices",
          include: ["test/{drivers,firmware,sim,system}/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
