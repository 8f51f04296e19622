import { resolve } from "node:path";
import { type Environment, secretsOf } from "../config/environment.ts";
import { createLogger } from "../lib/logger.ts";
import { seconds } from "../lib/time.ts";
import type { Service } from "../service.ts";
import { misspeltLines } from "./checks/environment.ts";
import type { Edge, Output } from "./edge.ts";
import { refused } from "./failure.ts";
import type { FullSetup } from "./setup.ts";

/** Puts the product together for a command. Logs go to `logTo`. */
export type OpenService = (setup: FullSetup, edge: Edge, logTo: Output) => Promise<Service>;

/** @throws CommandFailure 2 for settings that cannot be used, StoreError, AuditError */
export const openMonitor: OpenService = async ({ environment, file, raw }, edge, logTo) => {
  // Cleaned by the log itself, which has colours for people.
  const out = { write: (line: string) => styled(logTo, line) };
  const log = createLogger({
    level: environment.log.level,
    out: logTo.isTerminal ? (await import("../lib/pretty.ts")).prettyStream(out) : out,
    file: environment.log.file === undefined ? undefined : resolve(edge.cwd, environment.log.file),
    secrets: secretsOf(environment),
    clock: edge.clock,
  });
  edge.onStray((error) => log.error({ err: error }, "a failure that nobody waited for"));
  for (const line of misspeltLines(raw)) log.warn(line);
  const [{ createService }, { SettingsError }] = await Promise.all([
    import("../service.ts"),
    import("../app.ts"),
  ]);
  try {
    return await createService({
      environment: inFolder(environment, edge.cwd),
      settingsFile: file,
      clock: edge.clock,
      log,
      stdout: (text) => edge.out.write(text),
      version: edge.version,
      // As the platform calls this copy, where it does.
      name: raw.DYNO,
    });
  } catch (error) {
    throw error instanceof SettingsError ? refused(error.problems) : error;
  }
};

function styled(out: Output, line: string): void {
  if (out.writeStyled === undefined) out.write(line);
  else out.writeStyled(line);
}

const STOP_WITHIN = seconds(10);

/** Stops in time for whoever sent the signal, which kills us otherwise. @returns false when something still hung */
export async function stopInTime(service: Service, { clock }: Edge): Promise<boolean> {
  const inTime = new AbortController();
  const late = clock.sleep(STOP_WITHIN, inTime.signal).then(
    () => false,
    () => true,
  );
  try {
    return await Promise.race([service.stop().then(() => true), late]);
  } finally {
    inTime.abort();
  }
}

function inFolder(environment: Environment, cwd: string): Environment {
  const { state, auditFile } = environment;
  const inMemory = state.kind === "sqlite" && state.path === ":memory:";
  return {
    ...environment,
    state: state.kind === "sqlite" && !inMemory ? { ...state, path: resolve(cwd, state.path) } : state,
    auditFile: auditFile === undefined || auditFile === "-" ? auditFile : resolve(cwd, auditFile),
  };
}
