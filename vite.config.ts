import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";
import { browserBoundary, nativeServerModules } from "./server/bin/vite-plugins.ts";

export default defineConfig({
  plugins: [nativeServerModules(), browserBoundary(), reactRouter()],
  publicDir: "app/public",
  css: { transformer: "lightningcss" },
  build: { target: ["chrome108", "safari15.4", "firefox101"], cssMinify: "lightningcss", assetsInlineLimit: 0 },
  server: { host: "127.0.0.1" },
});
