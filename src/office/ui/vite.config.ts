// Room: office/ui. How the pages are built into static files: no network, no inline script, one folder.

import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [preact()],
  build: {
    // From this folder: dist/office/ui of the project.
    outDir: "../../../dist/office/ui",
    emptyOutDir: true,
    // A page's own policy forbids inline script and style; what is small stays a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
});
