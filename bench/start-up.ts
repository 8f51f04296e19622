import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../bin/sla-monitor.cjs", import.meta.url));
const tellCpu = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs"; process.on("exit", () => writeSync(2, "\\n" + JSON.stringify(process.cpuUsage())));',
)}`;

/** What a command that only prints costs, and the bare Node.js it needs; ms. */
export function startUp(...args: readonly string[]) {
  return { ours: costOf([program, ...args]), floor: costOf(["--eval", "0"]) };
}

/** What a run of Node.js costs from its start to its end; ms. @throws Error when it fails */
export function costOf(
  args: readonly string[],
  options: SpawnSyncOptions = {},
): { wall: number; cpu: number } {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", tellCpu, ...args], {
    ...options,
    encoding: "utf8",
  });
  const wall = performance.now() - startedAt;
  if (status !== 0) throw new Error(stderr);
  const { user, system }: NodeJS.CpuUsage = JSON.parse(stderr.trim().split("\n").at(-1) ?? "{}");
  return { wall, cpu: (user + system) / 1000 };
}
