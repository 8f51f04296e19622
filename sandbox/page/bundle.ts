import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The page's script as one file, made from its sources when the sandbox starts. */
export async function bundleClient(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./client/main.tsx", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    minify: true,
    sourcemap: "inline",
    sourcesContent: false,
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "silent",
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error("The page's script came out empty");
  return script.text;
}
