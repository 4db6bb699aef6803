import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Writes each file of the finished build compressed beside it, so that the server compresses nothing. */
function compressBeside(): Plugin {
  return {
    name: "compress-beside",
    apply: "build",
    writeBundle({ dir = "" }, bundle) {
      for (const fileName of Object.keys(bundle)) {
        const bytes = readFileSync(join(dir, fileName));
        if (!/\.(js|css|svg|html)$/.test(fileName) || bytes.length < 1_000) continue;
        const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
        writeFileSync(join(dir, `${fileName}.br`), brotli);
        writeFileSync(join(dir, `${fileName}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressBeside()],
  resolve: {
    alias: [
      // The contract's schemas are the server's to check. The browser needs methods and paths, not 60 KB of schema builder.
      { find: /^typebox$/, replacement: `${import.meta.dirname}/src/api/without-schemas.ts` },
    ],
  },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false },
});
