import { type DemoOptions, readOptions } from "./demo/options.ts";

// The process edge of `npm run demo`: arguments, signals, exit code.

const read = readOptions(process.argv.slice(2));
process.exit(read.kind === "exit" ? read.code : await demo(read.options));

async function demo(options: DemoOptions): Promise<number> {
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait.
      if (ending.signal.aborted) process.exit(1);
      ending.abort();
    });
  }
  // `demo --headless | head` closes the pipe: there is nobody left to tell.
  process.stdout.on("error", () => ending.abort());
  // SDKs leave promises behind whose failure nobody hears: no reason to end the demo.
  process.on("unhandledRejection", () => {});
  if (options.length !== undefined) setTimeout(() => ending.abort(), options.length).unref();
  try {
    // Everything heavy comes after the arguments were found to be in order.
    const run = options.headless
      ? (await import("./demo/headless.ts")).tellStory
      : (await import("./demo/with-page.ts")).showPage;
    await run(options, process.stdout, ending.signal);
    return 0;
  } catch (error) {
    process.stderr.write(`The demo ended: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
