/** Builds the dashboard into the server package, which ships and serves it. */
import react from "@vitejs/plugin-react";
import { defineConfig, type UserConfig } from "vite";

const config: UserConfig = defineConfig({
  base: "/",
  plugins: [react()],
  build: {
    target: "es2023",
    // The themes rest on light-dark(), which these have; a lower target would double every colour.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    outDir: "../server/public",
    emptyOutDir: true,
    // The page's policy allows scripts and fonts from files only, never from data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": process.env["CLEW_URL"] ?? "http://localhost:4318" } },
});

export default config;
